#pragma once
#include <stdbool.h>
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

/// `count` results of an operation on two rows of doubles, of which one (`..._is_one`) may be a single number for all rows. Null is `-DBL_MAX`: arithmetic with it
/// gives it, and so does division by zero; in comparisons it is the number that it is.
#define WEIR_PAIRS(name, result) \
  void name(const double *left, bool left_is_one, const double *right, bool right_is_one, result *results, size_t count)
WEIR_PAIRS(weir_add, double);
WEIR_PAIRS(weir_subtract, double);
WEIR_PAIRS(weir_multiply, double);
WEIR_PAIRS(weir_divide, double);
WEIR_PAIRS(weir_less, int8_t);
WEIR_PAIRS(weir_less_or_equal, int8_t);
WEIR_PAIRS(weir_equal, int8_t);
WEIR_PAIRS(weir_greater, int8_t);
WEIR_PAIRS(weir_greater_or_equal, int8_t);
WEIR_PAIRS(weir_not_equal, int8_t);

/// The values where the flag is above zero, null elsewhere.
void weir_mask(const double *values, const int8_t *flags, double *results, size_t count);

/// Adds `8 * chunks` numbers to eight sums, each eighth number to one, leaving out nulls and what is no number; those are counted in `missing`.
void weir_add_up(const double *values, size_t chunks, double *sums, int64_t *missing);

/// Deals out `count` elements to groups: each goes to the next of its group's `places` in `target`, which are counted up. Elements of a group keep their order.
///
/// `..._rows` deals out the row numbers from `first_row` on.
void weir_deal_4(const uint32_t *elements, const int32_t *group_of, size_t count, size_t *places, size_t groups, uint32_t *target);
void weir_deal_8(const uint64_t *elements, const int32_t *group_of, size_t count, size_t *places, size_t groups, uint64_t *target);
void weir_deal_rows(size_t first_row, const int32_t *group_of, size_t count, size_t *places, size_t groups, int32_t *target);

/// The same where an element's group is the digit of its code above `shift`; `groups` is the number of digits, a power of two.
/// Of elements of 16 bytes, the first eight are the code.
void weir_deal_digits_4(const uint32_t *elements, uint64_t shift, size_t count, size_t *places, size_t groups, uint32_t *target);
void weir_deal_digits_8(const uint64_t *elements, uint64_t shift, size_t count, size_t *places, size_t groups, uint64_t *target);
void weir_deal_digits_16(const void *elements, uint64_t shift, size_t count, size_t *places, size_t groups, void *target);

/// Where `wanted` first lies in `bytes`, in time linear in both; null where it does not.
const uint8_t *weir_find_bytes(const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t wanted_count);

/// The CRC-32C of `count` bytes behind others whose checksum is `start`; 0 where there are none.
uint32_t weir_crc32c(const uint8_t *bytes, size_t count, uint32_t start);

/// The same for processors without an instruction for it.
uint32_t weir_crc32c_portable(const uint8_t *bytes, size_t count, uint32_t start);

/// The CRC-32C of each of `blocks` blocks of `block` bytes, a multiple of 8, that lie one behind the other.
void weir_crc32c_blocks(const uint8_t *bytes, size_t block, size_t blocks, uint32_t *checksums);
