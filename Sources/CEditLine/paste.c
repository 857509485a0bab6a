// Text pasted into the terminal. A terminal that is asked to puts marks around it, so that its newlines and tabs are no keys.
#define _GNU_SOURCE
#include "weir_edit.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static void send(struct weir_edit *editor, const char *sequence) {
  fputs(sequence, editor->output);
  fflush(editor->output);
}

void weir_edit_ask_for_marks(struct weir_edit *editor) {
  if (editor->marks_pastes) return;
  editor->marks_pastes = true;
  send(editor, "\x1b[?2004h");
}

void weir_edit_stop_marks(struct weir_edit *editor) {
  if (!editor->marks_pastes) return;
  editor->marks_pastes = false;
  send(editor, "\x1b[?2004l");
}

struct pasted {
  char *bytes;
  size_t count;
  size_t capacity;
};

static bool add(struct pasted *text, wchar_t character) {
  if (text->count + MB_LEN_MAX + 1 > text->capacity) {
    size_t capacity = text->capacity * 2 + 256;
    char *bytes = realloc(text->bytes, capacity);
    if (bytes == NULL) return false;
    text->bytes = bytes;
    text->capacity = capacity;
  }
  mbstate_t state;
  memset(&state, 0, sizeof state);
  size_t used = wcrtomb(text->bytes + text->count, character, &state);
  if (used != (size_t)-1) text->count += used;
  text->bytes[text->count] = 0;
  return true;
}

static bool ends_with_mark(const struct pasted *text) {
  static const char mark[] = "\x1b[201~";
  size_t length = sizeof mark - 1;
  return text->count >= length && memcmp(text->bytes + text->count - length, mark, length) == 0;
}

// Up to the closing mark; false when the input ends or is interrupted before.
static bool read_pasted(EditLine *line, struct pasted *text) {
  wchar_t character;
  while (weir_edit_read_character(line, &character) == 1) {
    if (!add(text, character == L'\r' ? L'\n' : character)) return false;
    if (!ends_with_mark(text)) continue;
    text->count -= 6;
    // The line is run when the person says so, not because the text ends with a newline.
    while (text->count > 0 && text->bytes[text->count - 1] == '\n') text->count -= 1;
    text->bytes[text->count] = 0;
    return true;
  }
  return false;
}

unsigned char weir_edit_paste(EditLine *line, int character) {
  (void)character;
  struct pasted text = {0};
  bool is_whole = read_pasted(line, &text);
  if (is_whole && text.count > 0) el_insertstr(line, text.bytes);
  free(text.bytes);
  return is_whole ? CC_REFRESH : CC_EOF;
}
