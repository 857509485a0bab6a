// Opening, closing and reading.
#define _GNU_SOURCE
#include "weir_edit.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

// Entries that the arrow keys can reach; the file that keeps them has its own limit.
enum { HISTORY_ENTRIES_MAX = 5000 };

static struct weir_edit *self(EditLine *line) {
  void *data = NULL;
  el_get(line, EL_CLIENTDATA, &data);
  return data;
}

static char *current_prompt(EditLine *line) { return (char *)self(line)->prompt; }

// Scripts are UTF-8 whatever the environment says, and libedit converts by the locale.
static void use_utf8(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

// A stream of its own on the same terminal: libedit wants FILE, and closing it must leave the process's stream open.
static FILE *duplicate(int descriptor, const char *mode) {
  int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return NULL;
  FILE *stream = fdopen(copy, mode);
  if (stream == NULL) close(copy);
  return stream;
}

static bool is_usable(struct weir_edit *editor) {
  return editor->input != NULL && editor->output != NULL && editor->errors != NULL && editor->wake >= 0 &&
         editor->history != NULL;
}

static bool set_up(struct weir_edit *editor) {
  editor->line = el_init("weir", editor->input, editor->output, editor->errors);
  if (editor->line == NULL) return false;
  HistEvent event;
  history(editor->history, &event, H_SETSIZE, HISTORY_ENTRIES_MAX);
  history(editor->history, &event, H_SETUNIQUE, 1);
  el_set(editor->line, EL_CLIENTDATA, editor);
  el_set(editor->line, EL_PROMPT, current_prompt);
  el_set(editor->line, EL_HIST, history, editor->history);
  el_set(editor->line, EL_SIGNAL, 1);
  el_set(editor->line, EL_EDITOR, "emacs");
  el_set(editor->line, EL_GETCFN, weir_edit_read_character);
  weir_edit_bind_keys(editor);
  el_source(editor->line, NULL);
  int is_editing = 0;
  el_get(editor->line, EL_EDITMODE, &is_editing);
  return is_editing;
}

struct weir_edit *weir_edit_open(int descriptor) {
  if (!isatty(descriptor)) return NULL;
  use_utf8();
  struct weir_edit *editor = calloc(1, sizeof *editor);
  if (editor == NULL) return NULL;
  // A terminal is open for writing too, and the prompt belongs there even when the output goes elsewhere.
  editor->input = duplicate(descriptor, "r");
  editor->output = duplicate(descriptor, "w");
  editor->errors = duplicate(descriptor, "w");
  editor->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  editor->history = history_init();
  editor->prompt = "";
  if (is_usable(editor) && set_up(editor)) return editor;
  weir_edit_close(editor);
  return NULL;
}

void weir_edit_close(struct weir_edit *editor) {
  weir_edit_forget_recall(editor);
  if (editor->line != NULL) el_end(editor->line);
  if (editor->history != NULL) history_end(editor->history);
  if (editor->input != NULL) fclose(editor->input);
  if (editor->output != NULL) fclose(editor->output);
  if (editor->errors != NULL) fclose(editor->errors);
  if (editor->wake >= 0) close(editor->wake);
  free(editor);
}

static weir_edit_event give_up_line(struct weir_edit *editor) {
  fputs("^C\n", editor->output);
  fflush(editor->output);
  el_reset(editor->line);
  return WEIR_EDIT_INTERRUPTED;
}

weir_edit_event weir_edit_read(struct weir_edit *editor, const char *prompt, char **text) {
  *text = NULL;
  editor->prompt = prompt;
  editor->was_interrupted = false;
  weir_edit_forget_recall(editor);
  int count = 0;
  // Before the prompt is shown: a key that is pressed at its sight must not meet a terminal that still edits by itself.
  el_set(editor->line, EL_PREP_TERM, 1);
  const char *line = el_gets(editor->line, &count);
  if (editor->was_interrupted) return give_up_line(editor);
  if (line == NULL || count <= 0) {
    fputc('\n', editor->output);
    fflush(editor->output);
    return WEIR_EDIT_END;
  }
  if (line[count - 1] == '\n') count -= 1;
  *text = strndup(line, (size_t)count);
  return *text == NULL ? WEIR_EDIT_END : WEIR_EDIT_LINE;
}

void weir_edit_free(char *text) { free(text); }

void weir_edit_interrupt(struct weir_edit *editor) {
  uint64_t one = 1;
  ssize_t written = write(editor->wake, &one, sizeof one);
  (void)written;  // It can only fail when an interrupt is waiting already.
}

void weir_edit_remember(struct weir_edit *editor, const char *entry) {
  HistEvent event;
  history(editor->history, &event, H_ENTER, entry);
}
