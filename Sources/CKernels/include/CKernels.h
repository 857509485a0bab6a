#pragma once
#include <stdint.h>

/// The lowest address of the calling thread's stack, or 0 when the system does not say.
uintptr_t weir_stack_lowest_address(void);
