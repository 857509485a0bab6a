// Waiting for a key or an interrupt.
#define _GNU_SOURCE
#include "weir_edit.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

static bool take_interrupt(struct weir_edit *editor) {
  uint64_t count = 0;
  return read(editor->wake, &count, sizeof count) == sizeof count;
}

// 1 when a byte has come, 0 at the end, -1 with EINTR after an interrupt.
static int read_byte(EditLine *line, struct weir_edit *editor, char *byte) {
  int descriptor = fileno(editor->input);
  for (;;) {
    struct pollfd ready[2] = {{.fd = descriptor, .events = POLLIN}, {.fd = editor->wake, .events = POLLIN}};
    int count_ready = poll(ready, 2, -1);
    bool was_signalled = count_ready < 0 && errno == EINTR;
    if (count_ready < 0 && !was_signalled) return -1;
    // Ctrl-C is a signal too, and shows itself.
    if ((was_signalled || ready[1].revents != 0) && take_interrupt(editor)) {
      editor->was_interrupted = true;
      errno = EINTR;
      return -1;
    }
    if (was_signalled) {
      // libedit has handled another one, such as a new size of the window or the return from Ctrl-Z.
      el_set(line, EL_REFRESH);
      continue;
    }
    if (ready[0].revents == 0) continue;
    ssize_t count = read(descriptor, byte, 1);
    if (count >= 0) return (int)count;
    if (errno != EINTR && errno != EAGAIN) return -1;
  }
}

static bool is_empty(EditLine *line) {
  const LineInfo *info = el_line(line);
  return info->lastchar == info->buffer;
}

int weir_edit_read_character(EditLine *line, wchar_t *character) {
  void *data = NULL;
  el_get(line, EL_CLIENTDATA, &data);
  struct weir_edit *editor = data;
  mbstate_t state;
  memset(&state, 0, sizeof state);
  weir_edit_ask_for_marks(editor);
  for (;;) {
    char byte;
    int count = read_byte(line, editor, &byte);
    // A Ctrl-D that was pressed while a statement ran: the terminal, which edited by itself then, keeps a zero for it.
    if (count > 0 && byte == 0 && is_empty(line)) byte = 4;
    // What may end the line: the program that runs next must not find the terminal changed.
    if (count <= 0 || byte == '\n' || byte == '\r' || byte == 4) weir_edit_stop_marks(editor);
    if (count <= 0) return count;
    size_t used = mbrtowc(character, &byte, 1, &state);
    if (used == (size_t)-2) continue;
    // A byte that is no UTF-8 is dropped, and the next one starts anew.
    if (used != (size_t)-1) return 1;
    memset(&state, 0, sizeof state);
  }
}
