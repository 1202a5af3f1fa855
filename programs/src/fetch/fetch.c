/* Asks a web server for a page and prints all that it says. Usage: fetch [HOST [PORT [PATH]]]
 * Exit codes: 0 the server answered, 64 usage, 69 the server cannot be had, 77 connecting was not allowed. */
#include "cairn.h"

static int failed(int error, const char *host, int32_t port) {
  const char *why = "could not be asked";
  switch (error - 1) {
    case CAIRN_TCP_CONNECT_PERMISSION_DENIED:
      cairn_printf("I was not allowed to connect to %s:%d.\n", host, port);
      return CAIRN_EXIT_NOT_ALLOWED;
    case CAIRN_TCP_CONNECT_NAME_UNKNOWN:
      cairn_printf("The name %s was not found.\n", host);
      return CAIRN_EXIT_UNAVAILABLE;
    case CAIRN_TCP_CONNECT_REFUSED: why = "refused the connection"; break;
    case CAIRN_TCP_CONNECT_UNREACHABLE: why = "cannot be reached"; break;
    case CAIRN_TCP_CONNECT_TIMED_OUT: why = "did not answer in time"; break;
    case CAIRN_TCP_CONNECT_ADDRESS_INVALID: why = "is no address one can connect to"; break;
  }
  cairn_printf("%s:%d %s.\n", host, port, why);
  return CAIRN_EXIT_UNAVAILABLE;
}

static int broken(int error) {
  if (error == 1 + CAIRN_TCP_READ_PERMISSION_DENIED) {
    cairn_print("\nI am not allowed to use the connection any more.\n");
    return CAIRN_EXIT_NOT_ALLOWED;
  }
  cairn_print("\nThe connection broke.\n");
  return CAIRN_EXIT_UNAVAILABLE;
}

int cairn_main(int argc, char **argv) {
  const char *host = argc > 1 ? argv[1] : "example.org";
  int32_t port = argc > 2 ? cairn_parse_number(argv[2]) : 80;
  const char *path = argc > 3 ? argv[3] : "/";
  if (argc > 4 || port < 1 || port > 65535 || cairn_length(host) > 255 || cairn_length(path) > 1024) {
    cairn_print("Usage: fetch [HOST [PORT [PATH]]]\n");
    return CAIRN_EXIT_USAGE;
  }
  cairn_printf("Connecting to %s:%d ...\n", host, port);
  cairn_connection connection;
  int error = cairn_connect(host, (uint16_t)port, &connection);
  if (error) return failed(error, host, port);

  /* HTTP/1.0: the server closes the connection at the end of its answer. */
  uint8_t request[2048];
  cairn_writer w = {request, sizeof request, 0};
  const char *parts[] = {"GET ", path, " HTTP/1.0\r\nHost: ", host, "\r\nUser-Agent: cairn-fetch\r\nConnection: close\r\n\r\n"};
  for (uint32_t i = 0; i < sizeof parts / sizeof *parts; i++) cairn_put(&w, parts[i], cairn_length(parts[i]));
  error = cairn_write(connection.socket, (cairn_bytes){request, w.length});
  if (error) return broken(error);

  cairn_bytes bytes;
  while (!(error = cairn_read(connection.socket, 65536, &bytes)) && bytes.length > 0)
    cairn_print_bytes(CAIRN_CONSOLE_WRITE_OUT, bytes);
  cairn_close(connection.socket);
  if (error) return broken(error);
  cairn_print("\n");
  return 0;
}
