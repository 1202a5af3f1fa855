/* Runs the Lua program on standard input. */
#include "lua.h"
#include "lauxlib.h"
#include "lualib.h"
#include <stdio.h>

int main(void) {
  lua_State *l = luaL_newstate();
  luaL_openlibs(l);
  if (luaL_loadfile(l, NULL) || lua_pcall(l, 0, 0, 0)) {
    fprintf(stderr, "%s\n", lua_tostring(l, -1));
    return 1;
  }
  lua_close(l);
  return 0;
}
