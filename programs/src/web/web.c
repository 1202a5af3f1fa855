/* Serves a page on this machine. Usage: web [PORT]; without one, or with 0, it takes a free port.
 * Many connections at once: each has one open question, and cairn_next says which one was answered. */
#include "cairn.h"

enum { MOST = 64, HEAD = 4096 };

typedef struct {
  uint32_t socket;
  bool open, answered;
  uint32_t length;    /* bytes of the request so far */
  uint8_t last[4];    /* its last bytes: a blank line ends it */
} visit;

static visit visits[MOST];
static uint64_t questions[MOST + 1]; /* one for each visit, and the accept behind them */
static uint32_t served;

static cairn_bytes page(void) {
  static const char text[] =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
      "<!doctype html><title>Served from a sandbox</title>"
      "<style>body{font:18px/1.6 system-ui;margin:15vh auto;max-width:34em;padding:0 1em}</style>"
      "<h1>Hello from a WebAssembly program</h1>"
      "<p>This page comes from a process in Cairn. It owns no socket: it sends messages to the interface tcp, and you "
      "allowed it to listen.</p>";
  return (cairn_bytes){text, sizeof text - 1};
}

static void leave(uint32_t i) {
  cairn_close(visits[i].socket);
  visits[i].open = false;
  questions[i] = 0;
}

/* The answer to a visit's last question: what it read, or that the page is sent. */
static void go_on(uint32_t i, const cairn_event *answer) {
  visit *v = &visits[i];
  cairn_reader r;
  if (cairn_get_result(answer, &r) != 0 || v->answered) {
    leave(i);
    return;
  }
  cairn_bytes bytes = cairn_get_bytes(&r);
  bool complete = false;
  for (uint32_t b = 0; b < bytes.length && !complete; b++) {
    for (int k = 0; k < 3; k++) v->last[k] = v->last[k + 1];
    v->last[3] = ((const uint8_t *)bytes.data)[b];
    complete = cairn_same(v->last, "\r\n\r\n", 4);
  }
  v->length += bytes.length;
  if (complete) {
    v->answered = true;
    cairn_printf("Page %u sent.\n", ++served);
    questions[i] = cairn_ask_write(v->socket, page());
  } else if (bytes.length == 0 || v->length > HEAD) leave(i);
  else questions[i] = cairn_ask_read(v->socket, HEAD);
}

static void begin(const cairn_event *answer) {
  cairn_connection connection;
  if (cairn_get_connection(answer, &connection) != 0) return;
  uint32_t i = 0;
  while (i < MOST && visits[i].open) i++;
  if (i == MOST) {
    cairn_close(connection.socket);
    return;
  }
  visits[i] = (visit){connection.socket, true, false, 0, {0}};
  questions[i] = cairn_ask_read(connection.socket, HEAD);
}

int cairn_main(int argc, char **argv) {
  int32_t port = argc > 1 ? cairn_parse_number(argv[1]) : 0;
  if (argc > 2 || port < 0 || port > 65535) {
    cairn_print("Usage: web [PORT]\n");
    return CAIRN_EXIT_USAGE;
  }
  cairn_address at = {{127, 0, 0, 1}, false, (uint16_t)port};
  uint32_t listener;
  int error = cairn_listen(&at, &listener);
  if (error == 1 + CAIRN_TCP_LISTEN_PERMISSION_DENIED) {
    if (port) cairn_printf("I was not allowed to listen on 127.0.0.1:%d.\n", port);
    else cairn_print("I was not allowed to listen on 127.0.0.1.\n");
    return CAIRN_EXIT_NOT_ALLOWED;
  }
  if (error) {
    cairn_printf("Port %d %s.\n", port,
                 error == 1 + CAIRN_TCP_LISTEN_ADDRESS_IN_USE ? "is in use" : "cannot be listened on");
    return CAIRN_EXIT_UNAVAILABLE;
  }
  cairn_printf("Serving http://127.0.0.1:%u/\n", at.port);
  questions[MOST] = cairn_ask_accept(listener);
  for (;;) {
    cairn_event event = cairn_next(questions, MOST + 1, true);
    if (event.slot < MOST) go_on(event.slot, &event);
    else {
      cairn_reader r;
      int refused = cairn_get_result(&event, &r);
      if (refused == 1 + CAIRN_TCP_ACCEPT_PERMISSION_DENIED || refused == 1 + CAIRN_TCP_ACCEPT_INVALID_SOCKET) {
        cairn_print("I am not allowed to listen any more.\n");
        return CAIRN_EXIT_NOT_ALLOWED;
      }
      if (refused < 0) return CAIRN_EXIT_UNAVAILABLE;
      begin(&event);
      questions[MOST] = cairn_ask_accept(listener);
    }
  }
}
