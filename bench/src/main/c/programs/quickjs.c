#include "quickjs.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static JSValue print(JSContext *c, JSValueConst t, int n, JSValueConst *v) { (void)t; for (int i = 0; i < n; i++) { const char *s = JS_ToCString(c, v[i]); if (i) putchar(' '); fputs(s, stdout); JS_FreeCString(c, s); } putchar('\n'); return JS_UNDEFINED; }
int main(int argc, char **argv) {
  static char src[1 << 20]; (void)argc; (void)argv; size_t n = fread(src, 1, sizeof src - 1, stdin); src[n] = 0;
  JSRuntime *r = JS_NewRuntime(); JSContext *c = JS_NewContext(r);
  JSValue g = JS_GetGlobalObject(c); JS_SetPropertyStr(c, g, "print", JS_NewCFunction(c, print, "print", 1));
  JSValue v = JS_Eval(c, src, n, "stdin", JS_EVAL_TYPE_GLOBAL);
  if (JS_IsException(v)) { JSValue e = JS_GetException(c); fprintf(stderr, "%s\n", JS_ToCString(c, e)); return 1; }
  return 0;
}
