#include "CKernels.h"
#include "clones.h"
#include <float.h>
#include <string.h>

#define NULL_DOUBLE (-DBL_MAX)

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
