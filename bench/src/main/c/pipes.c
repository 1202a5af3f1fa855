/* What bench/pipes runs: moves bytes in pieces of a given size, and touches none of them.
 *   empty | cat SIZE | write FILE SIZE BYTES | read FILE SIZE | list FOLDER | stat FOLDER */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char piece[1 << 20];

static int fail(const char *what) {
  perror(what);
  return 1;
}

static int copy(int from, int to, size_t size) {
  for (;;) {
    ssize_t got = read(from, piece, size);
    if (got < 0) return fail("read");
    if (got == 0) return 0;
    for (ssize_t done = 0; to >= 0 && done < got;) {
      ssize_t put = write(to, piece + done, (size_t)(got - done));
      if (put < 0) return fail("write");
      done += put;
    }
  }
}

static int fill(int to, size_t size, long left) {
  while (left > 0) {
    ssize_t put = write(to, piece, (long)size < left ? size : (size_t)left);
    if (put < 0) return fail("write");
    left -= put;
  }
  return 0;
}

static int list(const char *name, int looks) {
  DIR *folder = opendir(name);
  if (!folder) return fail(name);
  long count = 0;
  struct dirent *entry;
  while ((entry = readdir(folder)) != NULL) {
    struct stat status;
    if (entry->d_name[0] == '.') continue;
    if (looks && fstatat(dirfd(folder), entry->d_name, &status, 0) != 0) return fail(entry->d_name);
    count++;
  }
  closedir(folder);
  printf("%ld\n", count);
  return 0;
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "empty";
  const char *name = argc > 2 ? argv[2] : "";
  size_t size = argc > 3 ? (size_t)atol(argv[3]) : sizeof piece;
  if (size == 0 || size > sizeof piece) size = sizeof piece;
  if (strcmp(what, "cat") == 0) return copy(0, 1, argc > 2 ? (size_t)atol(argv[2]) : sizeof piece);
  if (strcmp(what, "list") == 0 || strcmp(what, "stat") == 0) return list(name, what[0] == 's');
  if (strcmp(what, "read") == 0) {
    int from = open(name, O_RDONLY);
    return from < 0 ? fail(name) : copy(from, -1, size);
  }
  if (strcmp(what, "write") == 0) {
    int to = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    return to < 0 ? fail(name) : fill(to, size, argc > 4 ? atol(argv[4]) : 0);
  }
  return 0;
}
