// What the files of CEditLine share.
#pragma once

#include "CEditLine.h"

#include <histedit.h>
#include <stdbool.h>
#include <stdio.h>

struct weir_edit {
  EditLine *line;
  History *history;
  FILE *input;
  FILE *output;
  FILE *errors;
  const char *prompt;
  /// An eventfd that weir_edit_interrupt makes readable.
  int wake;
  bool was_interrupted;
  /// The terminal has been asked to put marks around what is pasted.
  bool marks_pastes;
  /// What the arrow keys look for in the history.
  struct {
    /// The entry that they put into the line last; NULL before they are pressed, and another text means that they begin anew.
    char *shown;
    /// The line as it was written, to come back to.
    char *draft;
    /// What entries have to begin with: the draft before the cursor.
    char *prefix;
    /// How many entries back; 0 is the draft.
    int index;
  } recall;
  void *completer_context;
  weir_edit_completer completer;
  /// What the completer wants to happen when it returns: one of libedit's CC_ codes.
  unsigned char completer_result;
};

/// Reads one character for libedit, or gives up when there is an interrupt.
int weir_edit_read_character(EditLine *line, wchar_t *character);

/// Switches the marks around pasted text on while a line is edited.
void weir_edit_ask_for_marks(struct weir_edit *editor);
void weir_edit_stop_marks(struct weir_edit *editor);

/// The editor's command for the mark that opens a pasted text.
unsigned char weir_edit_paste(EditLine *line, int character);

/// The editor's commands for the next entry of the history, back and forth, that begins as the line does before the cursor.
unsigned char weir_edit_recall_earlier(EditLine *line, int character);
unsigned char weir_edit_recall_later(EditLine *line, int character);

/// Lets the next arrow key begin anew.
void weir_edit_forget_recall(struct weir_edit *editor);

/// Binds the keys and the completion.
void weir_edit_bind_keys(struct weir_edit *editor);
