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

/// `count` results of an operation on two rows of numbers, of which one (`..._is_one`) may be a single number for all rows. Null is `-DBL_MAX`, or the smallest integer:
/// arithmetic with it gives it, and so does division by zero; in comparisons it is the number that it is. Integers wrap around.
#define WEIR_PAIRS(name, element, result) \
  void name(const element *left, bool left_is_one, const element *right, bool right_is_one, result *results, size_t count)
#define WEIR_OPERATORS(type, element) \
  WEIR_PAIRS(weir_add_##type, element, element); \
  WEIR_PAIRS(weir_subtract_##type, element, element); \
  WEIR_PAIRS(weir_multiply_##type, element, element); \
  WEIR_PAIRS(weir_less_##type, element, int8_t); \
  WEIR_PAIRS(weir_less_or_equal_##type, element, int8_t); \
  WEIR_PAIRS(weir_equal_##type, element, int8_t); \
  WEIR_PAIRS(weir_greater_##type, element, int8_t); \
  WEIR_PAIRS(weir_greater_or_equal_##type, element, int8_t); \
  WEIR_PAIRS(weir_not_equal_##type, element, int8_t)
WEIR_OPERATORS(double, double);
WEIR_OPERATORS(int32, int32_t);
WEIR_OPERATORS(int64, int64_t);
WEIR_PAIRS(weir_divide_double, double, double);

/// Writes `first` plus the number of each row whose flag is above zero. `rows` has room for `count`.
/// Returns how many there are.
size_t weir_true_rows(const int8_t *flags, size_t count, int32_t first, int32_t *rows);

/// Keeps of `rows` those whose flag is above zero, in their order.
/// Returns how many there are.
size_t weir_keep_rows(const int8_t *flags, size_t count, int32_t *rows);

/// The elements, of so many bytes each, of some rows.
void weir_pick_1(const uint8_t *elements, const int32_t *rows, size_t count, uint8_t *results);
void weir_pick_2(const uint16_t *elements, const int32_t *rows, size_t count, uint16_t *results);
void weir_pick_4(const uint32_t *elements, const int32_t *rows, size_t count, uint32_t *results);
void weir_pick_8(const uint64_t *elements, const int32_t *rows, size_t count, uint64_t *results);

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

/// Writes integers as 64-bit ones, null as 0.
/// - Returns: how many nulls there are.
size_t weir_widen_i8(const int8_t *values, size_t count, int64_t *target);
size_t weir_widen_i16(const int16_t *values, size_t count, int64_t *target);
size_t weir_widen_i32(const int32_t *values, size_t count, int64_t *target);
size_t weir_widen_i64(const int64_t *values, size_t count, int64_t *target);

/// Writes doubles, null and NaN as 0.
/// - Returns: how many of those there are.
size_t weir_zero_missing(const double *values, size_t count, double *target);

/// Adds the values of each row to two sums, which lie side by side, of the row's group. Where `y` is NULL, rows are counted in the second.
void weir_add_pairs_integer(const int32_t *groups, const int64_t *x, const int64_t *y, size_t count, int64_t *sums);
void weir_add_pairs_double(const int32_t *groups, const double *x, const double *y, size_t count, double *sums);

/// Asks for the memory at an address that will soon be read. Any address will do.
static inline void weir_prefetch(const void *address) { __builtin_prefetch(address); }

/// The lowest and the highest of integers; of none, the highest and the lowest that there can be.
void weir_extremes_i32(const int32_t *values, size_t count, int32_t *lowest, int32_t *highest);
void weir_extremes_i64(const int64_t *values, size_t count, int64_t *lowest, int64_t *highest);
