#include "CKernels.h"
#include "clones.h"
#include <float.h>

#define WEIR_WIDEN(name, element, null) \
  WEIR_CLONES \
  size_t weir_widen_##name(const element *values, size_t count, int64_t *restrict target) { \
    size_t nulls = 0; \
    for (size_t row = 0; row < count; row++) { \
      nulls += values[row] == null; \
      target[row] = values[row] == null ? 0 : values[row]; \
    } \
    return nulls; \
  }

WEIR_WIDEN(i8, int8_t, INT8_MIN)
WEIR_WIDEN(i16, int16_t, INT16_MIN)
WEIR_WIDEN(i32, int32_t, INT32_MIN)
WEIR_WIDEN(i64, int64_t, INT64_MIN)

WEIR_CLONES
size_t weir_zero_missing(const double *values, size_t count, double *restrict target) {
  size_t missing = 0;
  for (size_t row = 0; row < count; row++) {
    int is_missing = values[row] == -DBL_MAX || values[row] != values[row];
    missing += is_missing;
    target[row] = is_missing ? 0 : values[row];
  }
  return missing;
}

typedef int64_t two_integers __attribute__((vector_size(16), aligned(8), may_alias));
typedef double two_doubles __attribute__((vector_size(16), aligned(8), may_alias));

void weir_add_pairs_integer(const int32_t *groups, const int64_t *x, const int64_t *y, size_t count, int64_t *sums) {
  if (!y) {
    for (size_t row = 0; row < count; row++) *(two_integers *)(sums + 2 * (size_t)groups[row]) += (two_integers){x[row], 1};
    return;
  }
  for (size_t row = 0; row < count; row++) *(two_integers *)(sums + 2 * (size_t)groups[row]) += (two_integers){x[row], y[row]};
}

void weir_add_pairs_double(const int32_t *groups, const double *x, const double *y, size_t count, double *sums) {
  if (!y) {
    for (size_t row = 0; row < count; row++) *(two_doubles *)(sums + 2 * (size_t)groups[row]) += (two_doubles){x[row], 1};
    return;
  }
  for (size_t row = 0; row < count; row++) *(two_doubles *)(sums + 2 * (size_t)groups[row]) += (two_doubles){x[row], y[row]};
}

#define WEIR_EXTREMES(name, element, lowest_of_all, highest_of_all) \
  WEIR_CLONES \
  void weir_extremes_##name(const element *values, size_t count, element *lowest, element *highest) { \
    element low = highest_of_all, high = lowest_of_all; \
    for (size_t row = 0; row < count; row++) { \
      low = values[row] < low ? values[row] : low; \
      high = values[row] > high ? values[row] : high; \
    } \
    *lowest = low; \
    *highest = high; \
  }

WEIR_EXTREMES(i32, int32_t, INT32_MIN, INT32_MAX)
WEIR_EXTREMES(i64, int64_t, INT64_MIN, INT64_MAX)
