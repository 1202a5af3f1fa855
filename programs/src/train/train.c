/* What the launcher's start cache is trained on: an ordinary program at work. It copies its input to its output, has
 * files and folders in the one folder it is given, and calculates a little of everything. Usage: train ROUNDS */
#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char piece[64 << 10];

static int fail(const char *what) {
  perror(what);
  return 1;
}

static int copy(int from, int to) {
  for (int i = 0;; i++) {
    ssize_t got = read(from, piece, i % 2 ? sizeof piece : 4096);
    if (got == 0) return 0;
    if (got < 0) return fail("read");
    for (ssize_t done = 0; done < got;) {
      ssize_t put = write(to, piece + done, (size_t)(got - done));
      if (put < 0) return fail("write");
      done += put;
    }
  }
}

static int files(const char *name, int rounds) {
  int file = open(name, O_RDWR | O_CREAT | O_TRUNC, 0666);
  if (file < 0) return fail(name);
  for (int i = 0; i < rounds; i++)
    if (write(file, piece, i % 2 ? sizeof piece : 4096) < 0) return fail("write");
  if (lseek(file, 0, SEEK_SET) != 0) return fail("lseek");
  for (int i = 0; i < rounds; i++)
    if (read(file, piece, i % 2 ? sizeof piece : 4096) < 0) return fail("read");
  close(file);
  return unlink(name) == 0 ? 0 : fail("unlink");
}

static int folders(const char *name, int rounds) {
  char path[64];
  if (mkdir(name, 0777) != 0) return fail(name);
  for (int i = 0; i < rounds; i++) {
    snprintf(path, sizeof path, "%s/%d", name, i);
    int file = open(path, O_WRONLY | O_CREAT, 0666);
    if (file < 0) return fail(path);
    close(file);
  }
  DIR *folder = opendir(name);
  if (folder == NULL) return fail(name);
  int seen = 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    struct stat status;
    if (fstatat(dirfd(folder), entry->d_name, &status, 0) == 0) seen++;
  }
  closedir(folder);
  for (int i = 0; i < rounds; i++) {
    snprintf(path, sizeof path, "%s/%d", name, i);
    if (unlink(path) != 0) return fail(path);
  }
  printf("%d entries\n", seen);
  return rmdir(name) == 0 ? 0 : fail(name);
}

/* A small machine: what interpreters look like. */
static uint64_t machine(uint64_t n) {
  static const unsigned char code[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  uint64_t a = 1, b = n;
  for (unsigned at = 0;; at = at + 1) {
    switch (code[at % sizeof code]) {
    case 0: a += b; break;
    case 1: a ^= a << 13; break;
    case 2: a ^= a >> 7; break;
    case 3: a *= 0x9e3779b97f4a7c15; break;
    case 4: b -= 1; break;
    case 5: a = (a << 5) | (a >> 59); break;
    case 6: a = (uint64_t)__builtin_popcountll(a) + a; break;
    case 7: a ^= (uint64_t)__builtin_clzll(a | 1); break;
    case 8: a += a / (b + 3) + a % (b + 7); break;
    default:
      if ((int64_t)b <= 0) return a;
    }
  }
}

static double floating(int n) {
  double sum = 0;
  float small = 0;
  for (int i = 1; i < n; i++) {
    sum += sqrt(i) * sin(i) - floor(i / 3.0) + (double)(int64_t)(sum / 7);
    small = small * 0.5f + (float)i;
  }
  return sum + small;
}

static int byValue(const void *x, const void *y) {
  int a = *(const int *)x, b = *(const int *)y;
  return a < b ? -1 : a > b;
}

static uint64_t sorted(int n) {
  int *values = malloc((size_t)n * sizeof *values);
  if (values == NULL) return 0;
  for (int i = 0; i < n; i++) values[i] = (int)((unsigned)i * 7919u % 10007u);
  qsort(values, (size_t)n, sizeof *values, byValue);
  uint64_t hash = 14695981039346656037u;
  for (int i = 0; i < n; i++) hash = (hash ^ (uint64_t)values[i]) * 1099511628211u;
  free(values);
  return hash;
}

static int words(int rounds) {
  char text[256];
  int length = 0;
  for (int i = 0; i < rounds; i++) {
    snprintf(text, sizeof text, "%d %-8s|%08x|%.3f|%g|%c|%lld", i, "name", (unsigned)i, i / 3.0, i * 1e10, 'a' + i % 26, (long long)i << 33);
    length += (int)strlen(text) + (strstr(text, "99") != NULL) + atoi(text) + (int)strtod(text, NULL);
  }
  return length;
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 100;
  time_t now = time(NULL);
  char when[32];
  strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S", gmtime(&now));
  unsigned char random[16];
  if (getentropy(random, sizeof random) != 0) return fail("random");
  printf("%s %s %s\n", argv[0], when, getenv("HOME") == NULL ? "no HOME" : "HOME");
  printf("%llx %g %llx %d\n", (unsigned long long)machine((uint64_t)rounds * 10), floating(rounds), (unsigned long long)sorted(rounds * 10), words(rounds));
  fprintf(stderr, "%d rounds\n", rounds);
  if (files("/train/file", rounds) || folders("/train/folder", rounds / 10 + 1)) return 1;
  if (copy(0, 1)) return 1;
  return 0;
}
