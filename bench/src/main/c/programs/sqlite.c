#include "sqlite3.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static int row(void *p, int n, char **v, char **names) { (void)p; (void)names; for (int i = 0; i < n; i++) printf("%s%s", i ? "|" : "", v[i] ? v[i] : ""); puts(""); return 0; }
int main(int argc, char **argv) {
  sqlite3 *db; char *err = 0; static char sql[1 << 20]; size_t n = fread(sql, 1, sizeof sql - 1, stdin); sql[n] = 0;
  if (sqlite3_open(argc > 1 ? argv[1] : ":memory:", &db)) { fprintf(stderr, "%s\n", sqlite3_errmsg(db)); return 1; }
  if (sqlite3_exec(db, sql, row, 0, &err)) { fprintf(stderr, "%s\n", err); return 1; }
  return 0;
}
