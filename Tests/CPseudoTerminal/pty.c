#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

int weir_pty_open(int columns, int rows, int *keyboard, int *program, char *path, size_t path_size) {
  struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
  if (openpty(keyboard, program, NULL, NULL, &size) != 0) return -1;
  // A program under test must not hold the ends of other tests' terminals open.
  fcntl(*keyboard, F_SETFD, FD_CLOEXEC);
  fcntl(*program, F_SETFD, FD_CLOEXEC);
  return ttyname_r(*program, path, path_size) == 0 ? 0 : -1;
}
