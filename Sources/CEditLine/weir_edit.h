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
  void *completer_context;
  weir_edit_completer completer;
  /// What the completer wants to happen when it returns: one of libedit's CC_ codes.
  unsigned char completer_result;
};

/// Reads one character for libedit, or gives up when there is an interrupt.
int weir_edit_read_character(EditLine *line, wchar_t *character);

/// Binds the keys and the completion.
void weir_edit_bind_keys(struct weir_edit *editor);
