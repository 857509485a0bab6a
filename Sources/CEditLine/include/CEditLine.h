// A terminal's line editor, on libedit.
//
// libedit is set up through functions with a variable number of arguments, which Swift cannot call; this is the little that
// Weir needs of it, with one signature each. All functions are for the thread that reads lines, but weir_edit_interrupt.
#pragma once

#include <stddef.h>

struct weir_edit;

/// How a line ended.
typedef enum {
  WEIR_EDIT_LINE,
  WEIR_EDIT_INTERRUPTED,
  WEIR_EDIT_END,
} weir_edit_event;

/// Called on Tab with the text before and behind the cursor; may call replace, show_below and beep.
typedef void (*weir_edit_completer)(void *_Nullable context, const char *_Nonnull before, const char *_Nonnull behind);

/// NULL when the descriptor is no terminal that libedit can drive.
struct weir_edit *_Nullable weir_edit_open(int descriptor);
void weir_edit_close(struct weir_edit *_Nonnull editor);

/// Reads a line into *text, without its newline; *text goes back with weir_edit_free.
weir_edit_event weir_edit_read(
    struct weir_edit *_Nonnull editor, const char *_Nonnull prompt, char *_Nullable *_Nonnull text);
void weir_edit_free(char *_Nullable text);

/// Makes a read under way, or the next one, return WEIR_EDIT_INTERRUPTED. From any thread.
void weir_edit_interrupt(struct weir_edit *_Nonnull editor);

/// Adds an entry to the history that the arrow keys walk through.
void weir_edit_remember(struct weir_edit *_Nonnull editor, const char *_Nonnull entry);

void weir_edit_set_completer(
    struct weir_edit *_Nonnull editor, void *_Nullable context, weir_edit_completer _Nonnull completer);

/// Replaces `byte_count` bytes before the cursor.
void weir_edit_replace(struct weir_edit *_Nonnull editor, ptrdiff_t byte_count, const char *_Nonnull text);

/// Shows text under the line, then the line again below.
void weir_edit_show_below(struct weir_edit *_Nonnull editor, const char *_Nonnull text);
void weir_edit_beep(struct weir_edit *_Nonnull editor);

/// The terminal's width.
int weir_edit_columns(struct weir_edit *_Nonnull editor);
