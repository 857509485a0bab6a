// Keys and completion.
#include "weir_edit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

static unsigned char complete(EditLine *line, int character) {
  (void)character;
  void *data = NULL;
  el_get(line, EL_CLIENTDATA, &data);
  struct weir_edit *editor = data;
  if (editor->completer == NULL) return CC_NORM;
  const LineInfo *info = el_line(line);
  char *before = strndup(info->buffer, (size_t)(info->cursor - info->buffer));
  char *behind = strndup(info->cursor, (size_t)(info->lastchar - info->cursor));
  editor->completer_result = before == NULL || behind == NULL ? CC_ERROR : CC_NORM;
  if (editor->completer_result == CC_NORM) editor->completer(editor->completer_context, before, behind);
  free(before);
  free(behind);
  return editor->completer_result;
}

void weir_edit_bind_keys(struct weir_edit *editor) {
  EditLine *line = editor->line;
  el_set(line, EL_ADDFN, "weir-complete", "complete the word", complete);
  el_set(line, EL_BIND, "^I", "weir-complete", NULL);
  el_set(line, EL_ADDFN, "weir-paste", "insert pasted text", weir_edit_paste);
  el_set(line, EL_BIND, "\\e[200~", "weir-paste", NULL);
  el_set(line, EL_ADDFN, "weir-earlier", "the entry before that begins like the line", weir_edit_recall_earlier);
  el_set(line, EL_ADDFN, "weir-later", "the entry behind that begins like the line", weir_edit_recall_later);
  static const char *const earlier[] = {"\\e[A", "\\eOA", "^P"}, *const later[] = {"\\e[B", "\\eOB", "^N"};
  for (size_t key = 0; key < 3; key++) {
    el_set(line, EL_BIND, earlier[key], "weir-earlier", NULL);
    el_set(line, EL_BIND, later[key], "weir-later", NULL);
  }
  el_set(line, EL_BIND, "^R", "em-inc-search-prev", NULL);
  el_set(line, EL_BIND, "^W", "ed-delete-prev-word", NULL);
  el_set(line, EL_BIND, "\\e[1;5C", "em-next-word", NULL);
  el_set(line, EL_BIND, "\\e[1;5D", "ed-prev-word", NULL);
  el_set(line, EL_BIND, "\\e[3~", "ed-delete-next-char", NULL);
}

void weir_edit_set_completer(struct weir_edit *editor, void *context, weir_edit_completer completer) {
  editor->completer_context = context;
  editor->completer = completer;
}

// libedit counts the characters to delete, not the bytes: continuation bytes are none.
static int characters_before_cursor(EditLine *line, ptrdiff_t byte_count) {
  const LineInfo *info = el_line(line);
  int characters = 0;
  for (const char *byte = info->cursor - byte_count; byte < info->cursor; byte++) characters += (*byte & 0xC0) != 0x80;
  return characters;
}

void weir_edit_replace(struct weir_edit *editor, ptrdiff_t byte_count, const char *text) {
  el_deletestr(editor->line, characters_before_cursor(editor->line, byte_count));
  el_insertstr(editor->line, text);
  editor->completer_result = CC_REFRESH;
}

void weir_edit_show_below(struct weir_edit *editor, const char *text) {
  fputc('\n', editor->output);
  fputs(text, editor->output);
  fflush(editor->output);
  editor->completer_result = CC_REDISPLAY;
}

void weir_edit_beep(struct weir_edit *editor) { editor->completer_result = CC_ERROR; }

int weir_edit_columns(struct weir_edit *editor) {
  struct winsize size;
  return ioctl(fileno(editor->output), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}
