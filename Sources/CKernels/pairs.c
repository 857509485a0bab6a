#include "CKernels.h"
#include "clones.h"
#include <float.h>

#define NULL_DOUBLE (-DBL_MAX)
#define NULL_IF(condition, null, value) ((condition) ? (null) : (value))

// One loop for each way that a side can stand for all rows: a test inside would keep the compiler from making several rows at a time. The tests for null are joined by
// `|` and not by `||`, for the same reason.
#define ROWS(element, x_of_row, y_of_row, expression) \
  for (size_t row = 0; row < count; row++) { \
    element x = x_of_row, y = y_of_row; \
    results[row] = expression; \
  }

#define PAIRS(name, element, result, expression) \
  WEIR_CLONES \
  void name(const element *left, bool left_is_one, const element *right, bool right_is_one, result *restrict results, size_t count) { \
    if (right_is_one) { \
      const element one = *right; \
      ROWS(element, left[row], one, expression) \
    } else if (left_is_one) { \
      const element one = *left; \
      ROWS(element, one, right[row], expression) \
    } else { \
      ROWS(element, left[row], right[row], expression) \
    } \
  }

#define COMPARISONS(type, element) \
  PAIRS(weir_less_##type, element, int8_t, x < y) \
  PAIRS(weir_less_or_equal_##type, element, int8_t, x <= y) \
  PAIRS(weir_equal_##type, element, int8_t, x == y) \
  PAIRS(weir_greater_##type, element, int8_t, x > y) \
  PAIRS(weir_greater_or_equal_##type, element, int8_t, x >= y) \
  PAIRS(weir_not_equal_##type, element, int8_t, x != y)

// Unsigned, which wraps around.
#define ARITHMETIC(type, element, null, unsigned_element) \
  PAIRS(weir_add_##type, element, element, NULL_IF((x == null) | (y == null), null, (element)((unsigned_element)x + (unsigned_element)y))) \
  PAIRS(weir_subtract_##type, element, element, NULL_IF((x == null) | (y == null), null, (element)((unsigned_element)x - (unsigned_element)y))) \
  PAIRS(weir_multiply_##type, element, element, NULL_IF((x == null) | (y == null), null, (element)((unsigned_element)x * (unsigned_element)y)))

COMPARISONS(double, double)
COMPARISONS(int32, int32_t)
COMPARISONS(int64, int64_t)
ARITHMETIC(double, double, NULL_DOUBLE, double)
ARITHMETIC(int32, int32_t, INT32_MIN, uint32_t)
ARITHMETIC(int64, int64_t, INT64_MIN, uint64_t)
PAIRS(weir_divide_double, double, double, NULL_IF((x == NULL_DOUBLE) | (y == NULL_DOUBLE) | (y == 0), NULL_DOUBLE, x / y))
