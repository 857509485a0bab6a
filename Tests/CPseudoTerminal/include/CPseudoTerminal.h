// Opens pseudo-terminals for tests: Swift's view of the C library leaves out openpty and ioctl.
#pragma once

#include <stddef.h>

/// Both ends of a new pseudo-terminal and the path of the second one; -1 with errno on failure.
int weir_pty_open(int columns, int rows, int *_Nonnull keyboard, int *_Nonnull program, char *_Nonnull path, size_t path_size);
