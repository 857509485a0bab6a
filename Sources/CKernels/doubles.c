#include "CKernels.h"
#include "clones.h"
#include <float.h>
#include <string.h>

#define NULL_DOUBLE (-DBL_MAX)
#define IS_NULL(value) ((value) == NULL_DOUBLE)
#define NULL_IF(condition, value) ((condition) ? NULL_DOUBLE : (value))

// One loop for each way that a side can stand for all rows: a test inside would keep the compiler from making several rows at a time. The tests for null are joined by
// `|` and not by `||`, for the same reason.
#define ROWS(x_of_row, y_of_row, expression) \
  for (size_t row = 0; row < count; row++) { \
    double x = x_of_row, y = y_of_row; \
    results[row] = expression; \
  }

#define PAIRS(name, result, expression) \
  WEIR_CLONES \
  void name(const double *left, bool left_is_one, const double *right, bool right_is_one, result *restrict results, size_t count) { \
    if (right_is_one) { \
      const double one = *right; \
      ROWS(left[row], one, expression) \
    } else if (left_is_one) { \
      const double one = *left; \
      ROWS(one, right[row], expression) \
    } else { \
      ROWS(left[row], right[row], expression) \
    } \
  }

PAIRS(weir_add, double, NULL_IF(IS_NULL(x) | IS_NULL(y), x + y))
PAIRS(weir_subtract, double, NULL_IF(IS_NULL(x) | IS_NULL(y), x - y))
PAIRS(weir_multiply, double, NULL_IF(IS_NULL(x) | IS_NULL(y), x * y))
PAIRS(weir_divide, double, NULL_IF(IS_NULL(x) | IS_NULL(y) | (y == 0), x / y))
PAIRS(weir_less, int8_t, x < y)
PAIRS(weir_less_or_equal, int8_t, x <= y)
PAIRS(weir_equal, int8_t, x == y)
PAIRS(weir_greater, int8_t, x > y)
PAIRS(weir_greater_or_equal, int8_t, x >= y)
PAIRS(weir_not_equal, int8_t, x != y)

WEIR_CLONES
void weir_mask(const double *values, const int8_t *flags, double *restrict results, size_t count) {
  for (size_t row = 0; row < count; row++) results[row] = flags[row] > 0 ? values[row] : NULL_DOUBLE;
}

typedef double eight_doubles __attribute__((vector_size(64)));
typedef int64_t eight_integers __attribute__((vector_size(64)));

WEIR_CLONES
void weir_add_up(const double *values, size_t chunks, double *sums, int64_t *missing) {
  eight_doubles own_sums;
  eight_integers own_missing;
  memcpy(&own_sums, sums, sizeof own_sums);
  memcpy(&own_missing, missing, sizeof own_missing);
  for (size_t chunk = 0; chunk < chunks; chunk++) {
    eight_doubles eight;
    memcpy(&eight, values + 8 * chunk, sizeof eight);
    eight_integers is_missing = (eight == NULL_DOUBLE) | (eight != eight);
    own_sums += (eight_doubles)((eight_integers)eight & ~is_missing);
    // True is -1.
    own_missing -= is_missing;
  }
  memcpy(sums, &own_sums, sizeof own_sums);
  memcpy(missing, &own_missing, sizeof own_missing);
}
