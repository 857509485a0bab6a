// The arrow keys: entries of the history that begin as the line does before the cursor.
#define _GNU_SOURCE
#include "weir_edit.h"

#include <stdlib.h>
#include <string.h>

void weir_edit_forget_recall(struct weir_edit *editor) {
  free(editor->recall.shown);
  free(editor->recall.draft);
  free(editor->recall.prefix);
  memset(&editor->recall, 0, sizeof editor->recall);
}

// The entry that is `index` entries back, counted from 1; NULL behind the oldest.
static const char *entry_back(struct weir_edit *editor, int index) {
  HistEvent event;
  int code = history(editor->history, &event, H_FIRST);
  for (int back = 1; code >= 0 && back < index; back++) code = history(editor->history, &event, H_NEXT);
  return code < 0 ? NULL : event.str;
}

// The next one in the direction of `step` that fits and is not what the line shows; NULL when there is none.
static const char *find(struct weir_edit *editor, int step) {
  for (int index = editor->recall.index + step; index > 0; index += step) {
    const char *entry = entry_back(editor, index);
    if (entry == NULL) return NULL;
    if (strncmp(entry, editor->recall.prefix, strlen(editor->recall.prefix)) != 0) continue;
    if (editor->recall.shown != NULL && strcmp(entry, editor->recall.shown) == 0) continue;
    editor->recall.index = index;
    return entry;
  }
  if (step > 0 || editor->recall.index == 0) return NULL;
  editor->recall.index = 0;
  return editor->recall.draft;
}

// libedit counts characters, not bytes: continuation bytes are none.
static int characters(const char *start, const char *end) {
  int count = 0;
  for (const char *byte = start; byte < end; byte++) count += (*byte & 0xC0) != 0x80;
  return count;
}

static void replace_line(EditLine *line, const char *text) {
  const LineInfo *info = el_line(line);
  int behind = characters(info->cursor, info->lastchar);
  int all = characters(info->buffer, info->lastchar);
  el_cursor(line, behind);
  el_deletestr(line, all);
  el_insertstr(line, text);
}

static bool begin(struct weir_edit *editor, const LineInfo *info) {
  weir_edit_forget_recall(editor);
  editor->recall.draft = strndup(info->buffer, (size_t)(info->lastchar - info->buffer));
  editor->recall.prefix = strndup(info->buffer, (size_t)(info->cursor - info->buffer));
  return editor->recall.draft != NULL && editor->recall.prefix != NULL;
}

static unsigned char recall(EditLine *line, int step) {
  void *data = NULL;
  el_get(line, EL_CLIENTDATA, &data);
  struct weir_edit *editor = data;
  const LineInfo *info = el_line(line);
  size_t length = (size_t)(info->lastchar - info->buffer);
  const char *shown = editor->recall.shown;
  bool goes_on = shown != NULL && strlen(shown) == length && memcmp(shown, info->buffer, length) == 0;
  if (!goes_on && !begin(editor, info)) return CC_ERROR;
  const char *entry = find(editor, step);
  if (entry == NULL) return CC_ERROR;
  char *copy = strdup(entry);
  if (copy == NULL) return CC_ERROR;
  free(editor->recall.shown);
  editor->recall.shown = copy;
  replace_line(line, copy);
  return CC_REFRESH;
}

unsigned char weir_edit_recall_earlier(EditLine *line, int character) {
  (void)character;
  return recall(line, 1);
}

unsigned char weir_edit_recall_later(EditLine *line, int character) {
  (void)character;
  return recall(line, -1);
}
