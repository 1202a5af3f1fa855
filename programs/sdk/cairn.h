/* cairn.h: write programs for Cairn in C. One header, no library; see docs/ABI.md and docs/INTERFACES.md.
 *
 *   #include "cairn.h"
 *   int cairn_main(int argc, char **argv) {
 *     cairn_print("Hello!\n");
 *     return 0;
 *   }
 *
 *   clang --target=wasm32 -O2 -mbulk-memory -nostdlib -o hello.wasm hello.c
 *
 * A program does everything by messages. The functions at the end of this file (cairn_print, cairn_sleep,
 * cairn_connect, ...) send one question and wait for its answer. What must wait for several things at once sends
 * questions with cairn_ask and takes answers as they come with cairn_next.
 *
 * Bytes that come out of a function here stay where they are until the next call that receives something.
 * For one thread. Include it in one source file of a program. */
#ifndef CAIRN_H
#define CAIRN_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- The imports, as docs/ABI.md describes them ---- */

typedef struct { uint8_t hash[32]; } cairn_interface;

/* Some bytes; in memory exactly a pair of emit_message's table. */
typedef struct { const void *data; uint32_t length; } cairn_bytes;

#define CAIRN_IMPORT(module, name) __attribute__((import_module(module), import_name(name)))

enum { CAIRN_NEEDS_ANSWER = 1, CAIRN_MAY_WAIT = 2 }; /* flags of emit_message */
enum { CAIRN_ERROR_ANSWER = 1 };                     /* flag of emit_answer */
enum { CAIRN_BLOCK = 1 };                            /* flag of next_message */
enum { CAIRN_ACCEPTED, CAIRN_NO_HANDLER, CAIRN_NO_ROOM, CAIRN_LIMIT }; /* what emit_message returns */

CAIRN_IMPORT("cairn", "emit_message")
int32_t cairn_emit_message(const cairn_interface *to, const cairn_bytes *parts, uint32_t count, uint64_t flags,
                           uint64_t *id);
CAIRN_IMPORT("cairn", "emit_answer")
int32_t cairn_emit_answer(uint64_t id, const cairn_bytes *parts, uint32_t count, uint64_t flags);
CAIRN_IMPORT("cairn", "next_message")
int32_t cairn_next_message(uint64_t *ids, uint32_t count, uint8_t *out, uint32_t room, uint64_t flags);
CAIRN_IMPORT("cairn", "cancel_message")
int32_t cairn_cancel_message(uint64_t id);
CAIRN_IMPORT("wasi_snapshot_preview1", "proc_exit")
_Noreturn void cairn_exit(uint32_t code);

#include "cairn_interfaces.h"

/* Exit codes of the programs that ship, after BSD's sysexits.h. */
enum { CAIRN_EXIT_USAGE = 64, CAIRN_EXIT_UNAVAILABLE = 69, CAIRN_EXIT_IO = 74, CAIRN_EXIT_NOT_ALLOWED = 77 };

/* ---- Memory and text ---- */

/* The compiler may call these by itself. */
__attribute__((weak)) void *memcpy(void *to, const void *from, size_t n) {
  uint8_t *t = to;
  for (const uint8_t *f = from; n > 0; n--) *t++ = *f++;
  return to;
}
__attribute__((weak)) void *memset(void *to, int byte, size_t n) {
  for (uint8_t *t = to; n > 0; n--) *t++ = (uint8_t)byte;
  return to;
}

static inline uint32_t cairn_length(const char *text) {
  uint32_t n = 0;
  while (text[n]) n++;
  return n;
}

static inline bool cairn_same(const void *a, const void *b, uint32_t n) {
  for (const uint8_t *x = a, *y = b; n > 0; n--)
    if (*x++ != *y++) return false;
  return true;
}

static inline cairn_bytes cairn_text(const char *text) { return (cairn_bytes){text, cairn_length(text)}; }

/* Fresh memory, aligned to 16 bytes; it cannot be given back. Traps when there is none. */
static inline void *cairn_alloc(uint32_t size) {
  static uint32_t at, end;
  size = (size + 15) & ~15u;
  if (end - at < size) {
    uint32_t pages = (size + 65535) >> 16, page = __builtin_wasm_memory_grow(0, pages);
    if (page == (uint32_t)-1) __builtin_trap();
    if (page << 16 != end) at = page << 16;
    end = (page + pages) << 16;
  }
  at += size;
  return (void *)(at - size);
}

/* ---- Bodies as bytes ---- */

/* Writes values into a buffer; traps when it is full. cairn_writer w = {buffer, sizeof buffer, 0}; */
typedef struct { uint8_t *data; uint32_t room, length; } cairn_writer;

static inline void cairn_put(cairn_writer *w, const void *bytes, uint32_t n) {
  if (w->room - w->length < n) __builtin_trap();
  memcpy(w->data + w->length, bytes, n);
  w->length += n;
}
static inline void cairn_put_u8(cairn_writer *w, uint8_t v) { cairn_put(w, &v, 1); }
static inline void cairn_put_u16(cairn_writer *w, uint16_t v) { cairn_put(w, &v, 2); }
static inline void cairn_put_u32(cairn_writer *w, uint32_t v) { cairn_put(w, &v, 4); }
static inline void cairn_put_u64(cairn_writer *w, uint64_t v) { cairn_put(w, &v, 8); }
static inline void cairn_put_length(cairn_writer *w, uint32_t n) {
  if (n < 1u << 6) cairn_put_u8(w, (uint8_t)(n << 2));
  else if (n < 1u << 14) cairn_put_u16(w, (uint16_t)(n << 2 | 1));
  else cairn_put_u32(w, n << 2 | 2);
}
static inline void cairn_put_bytes(cairn_writer *w, cairn_bytes b) { /* list<u8> and string */
  cairn_put_length(w, b.length);
  cairn_put(w, b.data, b.length);
}

/* Reads values out of bytes. Where there is nothing left it reads zeros and says so in `bad`. */
typedef struct { const uint8_t *at, *end; bool bad; } cairn_reader;

static inline cairn_reader cairn_read_from(cairn_bytes b) {
  return (cairn_reader){b.data, (const uint8_t *)b.data + b.length, false};
}
static inline const uint8_t *cairn_get(cairn_reader *r, uint32_t n) {
  if ((uint32_t)(r->end - r->at) < n) {
    r->bad = true;
    r->at = r->end;
    return NULL;
  }
  r->at += n;
  return r->at - n;
}
static inline uint64_t cairn_get_number(cairn_reader *r, uint32_t size) {
  uint64_t v = 0;
  const uint8_t *bytes = cairn_get(r, size);
  for (uint32_t i = 0; bytes && i < size; i++) v |= (uint64_t)bytes[i] << 8 * i;
  return v;
}
static inline uint8_t cairn_get_u8(cairn_reader *r) { return (uint8_t)cairn_get_number(r, 1); }
static inline uint16_t cairn_get_u16(cairn_reader *r) { return (uint16_t)cairn_get_number(r, 2); }
static inline uint32_t cairn_get_u32(cairn_reader *r) { return (uint32_t)cairn_get_number(r, 4); }
static inline uint64_t cairn_get_u64(cairn_reader *r) { return cairn_get_number(r, 8); }
static inline uint32_t cairn_get_length(cairn_reader *r) {
  uint32_t mode = r->at < r->end ? *r->at & 3u : 0;
  if (mode == 3) r->bad = true;
  return (uint32_t)cairn_get_number(r, mode == 0 ? 1 : mode == 1 ? 2 : 4) >> 2;
}
static inline cairn_bytes cairn_get_bytes(cairn_reader *r) { /* list<u8> and string */
  uint32_t n = cairn_get_length(r);
  const uint8_t *data = cairn_get(r, n);
  return (cairn_bytes){data, data ? n : 0};
}

/* ---- Messages ---- */

typedef enum { CAIRN_NOTHING, CAIRN_MESSAGE, CAIRN_ANSWER, CAIRN_ENDED } cairn_kind;

/* What a process receives. */
typedef struct {
  cairn_kind kind;
  uint32_t slot;             /* which of the ids matched */
  cairn_interface interface; /* a message: of which interface that this process handles */
  uint64_t id;               /* a message: to be answered, unless 0. An answer: to which question */
  uint64_t pid;              /* a message: who sent it. An end: who ended */
  bool ok;                   /* an answer: it is not an error */
  cairn_bytes body;
} cairn_event;

/* Sends a question in up to 4 parts that are put together. Returns its id, or 0 if it was not accepted. */
static inline uint64_t cairn_ask_parts(const cairn_interface *to, const cairn_bytes *parts, uint32_t count) {
  uint64_t id = 0;
  cairn_emit_message(to, parts, count, CAIRN_NEEDS_ANSWER | CAIRN_MAY_WAIT, &id);
  return id;
}
static inline uint64_t cairn_ask(const cairn_interface *to, const cairn_writer *body) {
  cairn_bytes part = {body->data, body->length};
  return cairn_ask_parts(to, &part, 1);
}

/* Sends a message that has no answer. */
static inline bool cairn_tell(const cairn_interface *to, const cairn_writer *body) {
  cairn_bytes part = {body->data, body->length};
  return cairn_emit_message(to, &part, 1, CAIRN_MAY_WAIT, NULL) == CAIRN_ACCEPTED;
}

static inline void cairn_answer(uint64_t id, cairn_bytes body) { cairn_emit_answer(id, &body, 1, 0); }
static inline void cairn_answer_error(uint64_t id) { cairn_emit_answer(id, NULL, 0, CAIRN_ERROR_ANSWER); }

/* Takes the next message that one of the ids wants: 0 nothing, 1 whatever comes for the interfaces this process
 * handles, else the answer to that question. The slot that matched becomes 0. */
static inline cairn_event cairn_next(uint64_t *ids, uint32_t count, bool block) {
  static uint8_t *out;
  static uint32_t room;
  int32_t size;
  while ((size = cairn_next_message(ids, count, out, room, block ? CAIRN_BLOCK : 0)) > 0 && (uint32_t)size > room) {
    while (room < (uint32_t)size) room = room ? 2 * room : 4096;
    out = cairn_alloc(room);
  }
  cairn_event event = {0};
  if (size <= 0) return event;
  cairn_reader r = cairn_read_from((cairn_bytes){out, (uint32_t)size});
  switch (cairn_get_u8(&r)) {
    case 0:
      event.kind = CAIRN_MESSAGE;
      memcpy(event.interface.hash, cairn_get(&r, 32), 32);
      event.id = cairn_get_u64(&r);
      event.pid = cairn_get_u64(&r);
      event.slot = cairn_get_u32(&r);
      break;
    case 1:
      event.kind = CAIRN_ANSWER;
      event.id = cairn_get_u64(&r);
      event.slot = cairn_get_u32(&r);
      event.ok = cairn_get_u8(&r) == 0;
      break;
    default:
      event.kind = CAIRN_ENDED;
      event.pid = cairn_get_u64(&r);
      event.slot = cairn_get_u32(&r);
  }
  event.body = (cairn_bytes){r.at, (uint32_t)(r.end - r.at)};
  return event;
}

/* Waits for the answer to a question; one that was not accepted (id 0) counts as answered with an error. */
static inline cairn_event cairn_wait(uint64_t id) {
  cairn_event event = {0};
  if (id != 0) event = cairn_next(&id, 1, true);
  return event;
}

/* Waits for the next message to an interface that this process handles. */
static inline cairn_event cairn_take(void) {
  uint64_t anything = 1;
  return cairn_next(&anything, 1, true);
}

/* ---- interface ---- */

/* Answers the interface from now on. Returns 0, or 1 + CAIRN_INTERFACE_REGISTER_TAKEN, ..._DENIED, ..._RESERVED;
 * -1 when there was an error. */
static inline int cairn_register(const cairn_interface *which) {
  uint8_t buffer[33];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_put_u8(&w, CAIRN_INTERFACE_REGISTER);
  cairn_put(&w, which->hash, 32);
  cairn_event answer = cairn_wait(cairn_ask(&CAIRN_INTERFACE, &w));
  cairn_reader r = cairn_read_from(answer.body);
  return !answer.ok ? -1 : cairn_get_u8(&r) == 0 ? 0 : 1 + cairn_get_u8(&r);
}

/* ---- log and console ---- */

/* One line for whoever looks into the program; level CAIRN_LOG_WRITE_INFO and so on. */
static inline void cairn_log(uint8_t level, const char *text) {
  uint8_t buffer[6];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_put_u8(&w, CAIRN_LOG_WRITE);
  cairn_put_u8(&w, level);
  cairn_put_length(&w, cairn_length(text));
  cairn_bytes parts[] = {{buffer, w.length}, cairn_text(text)};
  cairn_emit_message(&CAIRN_LOG, parts, 2, CAIRN_MAY_WAIT, NULL);
}

/* Prints bytes and waits until they are taken; to CAIRN_CONSOLE_WRITE_OUT or CAIRN_CONSOLE_WRITE_ERR. Says how many:
 * fewer if they cannot be written. */
static inline uint32_t cairn_output(uint8_t to, cairn_bytes bytes) {
  uint8_t buffer[6];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_put_u8(&w, CAIRN_CONSOLE_WRITE);
  cairn_put_u8(&w, to);
  cairn_put_length(&w, bytes.length);
  cairn_bytes parts[] = {{buffer, w.length}, bytes};
  cairn_event answer = cairn_wait(cairn_ask_parts(&CAIRN_CONSOLE, parts, 2));
  cairn_reader r = cairn_read_from(answer.body);
  return answer.ok && cairn_get_u8(&r) == 0 ? cairn_get_u32(&r) : 0;
}
/* The same; a program whose output nobody takes any more ends. */
static inline void cairn_print_bytes(uint8_t to, cairn_bytes bytes) {
  if (cairn_output(to, bytes) < bytes.length && to == CAIRN_CONSOLE_WRITE_OUT) cairn_exit(CAIRN_EXIT_IO);
}
static inline void cairn_print(const char *text) { cairn_print_bytes(CAIRN_CONSOLE_WRITE_OUT, cairn_text(text)); }

/* Like printf with %s, %d, %u, %llu, %02u and the like, %c, %%. Prints at most 1,024 bytes. */
__attribute__((format(printf, 1, 2))) static inline void cairn_printf(const char *format, ...) {
  char line[1024];
  uint32_t n = 0;
  va_list arguments;
  va_start(arguments, format);
  for (const char *f = format; *f && n < sizeof line; f++) {
    if (*f != '%') {
      line[n++] = *f;
      continue;
    }
    uint32_t zeros = 0, longs = 0;
    for (f++; *f >= '0' && *f <= '9'; f++) zeros = 10 * zeros + (uint32_t)(*f - '0');
    for (; *f == 'l'; f++) longs++;
    if (*f == 's') {
      for (const char *s = va_arg(arguments, const char *); *s && n < sizeof line; s++) line[n++] = *s;
    } else if (*f == 'd' || *f == 'u') {
      uint64_t v = longs > 1 ? va_arg(arguments, uint64_t)
                             : *f == 'd' ? (uint64_t)va_arg(arguments, int32_t) : va_arg(arguments, uint32_t);
      if (*f == 'd' && (int64_t)v < 0) {
        line[n++] = '-';
        v = -v;
      }
      char digits[20];
      uint32_t count = 0;
      do digits[count++] = (char)('0' + v % 10);
      while ((v /= 10) != 0);
      for (; zeros > count && n < sizeof line; zeros--) line[n++] = '0';
      while (count > 0 && n < sizeof line) line[n++] = digits[--count];
    } else if (*f == 'c') line[n++] = (char)va_arg(arguments, int);
    else if (*f == '%') line[n++] = '%';
    else break;
  }
  va_end(arguments);
  cairn_print_bytes(CAIRN_CONSOLE_WRITE_OUT, (cairn_bytes){line, n});
}

/* ---- time and random ---- */

static inline uint64_t cairn_clock_now(uint8_t message) {
  cairn_writer w = {&message, 1, 1};
  cairn_event answer = cairn_wait(cairn_ask(&CAIRN_TIME, &w));
  cairn_reader r = cairn_read_from(answer.body);
  return cairn_get_u64(&r);
}
/* Nanoseconds since an arbitrary moment; never goes back. */
static inline uint64_t cairn_monotonic(void) { return cairn_clock_now(CAIRN_TIME_MONOTONIC); }
/* Nanoseconds since 1970-01-01T00:00:00Z. */
static inline uint64_t cairn_wall(void) { return cairn_clock_now(CAIRN_TIME_WALL); }

/* Asks to be answered when the monotonic clock has reached this moment. */
static inline uint64_t cairn_ask_until(uint64_t moment) {
  uint8_t buffer[10];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_put_u8(&w, CAIRN_TIME_WAIT_UNTIL);
  cairn_put_u8(&w, CAIRN_TIME_WAIT_UNTIL_MONOTONIC);
  cairn_put_u64(&w, moment);
  return cairn_ask(&CAIRN_TIME, &w);
}
static inline void cairn_wait_until(uint64_t moment) { cairn_wait(cairn_ask_until(moment)); }
static inline void cairn_sleep(uint64_t nanoseconds) { cairn_wait_until(cairn_monotonic() + nanoseconds); }

/* Fills memory with random bytes. */
static inline bool cairn_random(void *into, uint16_t count) {
  uint8_t buffer[3];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_put_u8(&w, CAIRN_RANDOM_BYTES);
  cairn_put_u16(&w, count);
  cairn_event answer = cairn_wait(cairn_ask(&CAIRN_RANDOM, &w));
  cairn_reader r = cairn_read_from(answer.body);
  cairn_bytes bytes = cairn_get_bytes(&r);
  if (!answer.ok || bytes.length != count) return false;
  memcpy(into, bytes.data, count);
  return true;
}

/* ---- tcp ---- */

typedef struct { uint8_t ip[16]; bool v6; uint16_t port; } cairn_address;
typedef struct { uint32_t socket; cairn_address local, remote; } cairn_connection;

/* What the functions below return beside 0 and a socket's numbers: 1 + the case of the message's error, for example
 * 1 + CAIRN_TCP_CONNECT_PERMISSION_DENIED; -1 when the question itself failed. */

static inline void cairn_put_address(cairn_writer *w, const cairn_address *a) {
  cairn_put_u8(w, a->v6);
  cairn_put(w, a->ip, a->v6 ? 16 : 4);
  cairn_put_u16(w, a->port);
}
static inline cairn_address cairn_get_address(cairn_reader *r) {
  cairn_address a = {{0}, cairn_get_u8(r) != 0, 0};
  uint32_t size = a.v6 ? 16 : 4;
  const uint8_t *ip = cairn_get(r, size);
  if (ip) memcpy(a.ip, ip, size);
  a.port = cairn_get_u16(r);
  return a;
}

/* Four decimal numbers with dots. */
static inline bool cairn_parse_ipv4(const char *text, uint8_t ip[4]) {
  for (int i = 0; i < 4; i++, text++) {
    uint32_t v = 0, digits = 0;
    for (; *text >= '0' && *text <= '9' && digits < 4; digits++) v = 10 * v + (uint32_t)(*text++ - '0');
    if (digits == 0 || digits > 3 || v > 255 || *text != (i < 3 ? '.' : 0)) return false;
    ip[i] = (uint8_t)v;
  }
  return true;
}

/* A number of at most 9 digits, or -1. */
static inline int32_t cairn_parse_number(const char *text) {
  int32_t v = 0, digits = 0;
  for (; *text >= '0' && *text <= '9' && digits < 10; digits++) v = 10 * v + (*text++ - '0');
  return digits == 0 || digits > 9 || *text ? -1 : v;
}

/* Reads result<..., enum>: 0 and the reader behind it, or the error as above. */
static inline int cairn_get_result(const cairn_event *answer, cairn_reader *r) {
  *r = cairn_read_from(answer->body);
  if (!answer->ok) return -1;
  int error = cairn_get_u8(r) == 0 ? 0 : 1 + cairn_get_u8(r);
  return r->bad ? -1 : error;
}

/* Asks for a connection to a host, an IPv4 address or a name. */
static inline uint64_t cairn_ask_connect(const char *host, uint16_t port) {
  uint8_t buffer[280];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_address address = {{0}, false, port};
  cairn_put_u8(&w, CAIRN_TCP_CONNECT);
  if (cairn_parse_ipv4(host, address.ip)) {
    cairn_put_u8(&w, CAIRN_TCP_CONNECT_ADDRESS);
    cairn_put_address(&w, &address);
  } else {
    cairn_bytes name = cairn_text(host);
    if (name.length > 255) return 0;
    cairn_put_u8(&w, CAIRN_TCP_CONNECT_NAME);
    cairn_put_bytes(&w, name);
    cairn_put_u16(&w, port);
  }
  return cairn_ask(&CAIRN_TCP, &w);
}
static inline uint64_t cairn_ask_accept(uint32_t listener) {
  uint8_t buffer[5];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_put_u8(&w, CAIRN_TCP_ACCEPT);
  cairn_put_u32(&w, listener);
  return cairn_ask(&CAIRN_TCP, &w);
}
static inline uint64_t cairn_ask_read(uint32_t socket, uint32_t most) {
  uint8_t buffer[9];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_put_u8(&w, CAIRN_TCP_READ);
  cairn_put_u32(&w, socket);
  cairn_put_u32(&w, most);
  return cairn_ask(&CAIRN_TCP, &w);
}
static inline uint64_t cairn_ask_write(uint32_t socket, cairn_bytes bytes) {
  uint8_t buffer[9];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_put_u8(&w, CAIRN_TCP_WRITE);
  cairn_put_u32(&w, socket);
  cairn_put_length(&w, bytes.length);
  cairn_bytes parts[] = {{buffer, w.length}, bytes};
  return cairn_ask_parts(&CAIRN_TCP, parts, 2);
}

/* Reads the answer of connect and accept. */
static inline int cairn_get_connection(const cairn_event *answer, cairn_connection *connection) {
  cairn_reader r;
  int error = cairn_get_result(answer, &r);
  if (error) return error;
  connection->socket = cairn_get_u32(&r);
  connection->local = cairn_get_address(&r);
  connection->remote = cairn_get_address(&r);
  return r.bad ? -1 : 0;
}
static inline int cairn_connect(const char *host, uint16_t port, cairn_connection *connection) {
  cairn_event answer = cairn_wait(cairn_ask_connect(host, port));
  return cairn_get_connection(&answer, connection);
}
static inline int cairn_accept(uint32_t listener, cairn_connection *connection) {
  cairn_event answer = cairn_wait(cairn_ask_accept(listener));
  return cairn_get_connection(&answer, connection);
}

/* Listens at an address; port 0 takes a free one, which `at` then holds. */
static inline int cairn_listen(cairn_address *at, uint32_t *listener) {
  uint8_t buffer[20];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_put_u8(&w, CAIRN_TCP_LISTEN);
  cairn_put_address(&w, at);
  cairn_event answer = cairn_wait(cairn_ask(&CAIRN_TCP, &w));
  cairn_reader r;
  int error = cairn_get_result(&answer, &r);
  if (error) return error;
  *listener = cairn_get_u32(&r);
  *at = cairn_get_address(&r);
  return r.bad ? -1 : 0;
}

/* Waits for bytes, at most this many; none means that the other side has finished. */
static inline int cairn_read(uint32_t socket, uint32_t most, cairn_bytes *bytes) {
  cairn_event answer = cairn_wait(cairn_ask_read(socket, most));
  cairn_reader r;
  int error = cairn_get_result(&answer, &r);
  if (error == 0) *bytes = cairn_get_bytes(&r);
  return error;
}

/* Sends all bytes, and waits until there is room for more. */
static inline int cairn_write(uint32_t socket, cairn_bytes bytes) {
  cairn_event answer = cairn_wait(cairn_ask_write(socket, bytes));
  cairn_reader r;
  return cairn_get_result(&answer, &r);
}

/* Nothing more will be written. */
static inline int cairn_shutdown(uint32_t socket) {
  uint8_t buffer[5];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_put_u8(&w, CAIRN_TCP_SHUTDOWN);
  cairn_put_u32(&w, socket);
  cairn_event answer = cairn_wait(cairn_ask(&CAIRN_TCP, &w));
  cairn_reader r;
  return cairn_get_result(&answer, &r);
}

/* Ends a connection or a listener. */
static inline void cairn_close(uint32_t socket) {
  uint8_t buffer[5];
  cairn_writer w = {buffer, sizeof buffer, 0};
  cairn_put_u8(&w, CAIRN_TCP_CLOSE);
  cairn_put_u32(&w, socket);
  cairn_tell(&CAIRN_TCP, &w);
}

/* ---- The start ---- */

/* The program; argv[0] is its name. What it returns is the exit code. */
int cairn_main(int argc, char **argv);

__attribute__((export_name("_start"))) void _start(void) {
  uint8_t message = CAIRN_PROCESS_ARGUMENTS;
  cairn_writer w = {&message, 1, 1};
  cairn_event answer = cairn_wait(cairn_ask(&CAIRN_PROCESS, &w));
  cairn_reader r = cairn_read_from(answer.body);
  uint32_t count = answer.ok ? cairn_get_length(&r) : 0;
  if (count > answer.body.length) count = 0;
  char **argv = cairn_alloc((count + 2) * sizeof *argv), *text = cairn_alloc(answer.body.length + count + 1);
  int argc = 0;
  for (; argc < (int)count; argc++) {
    cairn_bytes argument = cairn_get_bytes(&r);
    memcpy(text, argument.data, argument.length);
    text[argument.length] = 0;
    argv[argc] = text;
    text += argument.length + 1;
  }
  if (argc == 0) argv[argc++] = "";
  argv[argc] = NULL;
  int code = cairn_main(argc, argv);
  if (code != 0) cairn_exit((uint32_t)code);
}

#endif
