#pragma once
#include <stddef.h>
#include <stdint.h>

/// The lowest address of the calling thread's stack, or 0 when the system does not say.
uintptr_t weir_stack_lowest_address(void);

/// The natural logarithm of `count` numbers, to less than one unit in the last place but one; `-DBL_MAX`, which is null, for those that have none and for infinity.
void weir_natural_log(const double *values, double *results, size_t count);

/// The rows of a panel in `weir_multiply_panel`.
#define WEIR_PANEL_ROWS 16

/// Rows `first_row` to `first_row + WEIR_PANEL_ROWS - 1`, or to the last one, of the product of two matrices that lie in memory column by column.
///
/// `left` has `rows` rows and `inner` columns, `right` has `inner` rows and `columns` columns. `panel` is room for `inner * WEIR_PANEL_ROWS` numbers.
void weir_multiply_panel(
    const double *left, size_t rows, size_t inner, const double *right, size_t columns, double *product, size_t first_row, double *panel);

/// Makes `malloc` keep large blocks that are freed, up to so many bytes, instead of giving each back to the system at once: touching fresh pages costs more than what
/// is done on them.
void weir_keep_freed_memory(size_t bytes_max);

/// Gives back to the system what `malloc` keeps.
void weir_give_back_freed_memory(void);

/// Where `wanted` first lies in `bytes`, in time linear in both; null where it does not.
const uint8_t *weir_find_bytes(const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t wanted_count);
