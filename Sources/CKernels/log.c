#include "CKernels.h"
#include "clones.h"
#include <float.h>
#include <string.h>

static inline __attribute__((always_inline)) uint64_t bits_of(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static inline __attribute__((always_inline)) double from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/// With x = 2^k * m and m between sqrt(1/2) and sqrt(2): log x = k log 2 + log m, and log m = 2 atanh(s) with s = (m - 1) / (m + 1), whose series
/// needs ten terms for |s| < 0.172. Without a branch, so that the compiler makes several at a time.
static inline __attribute__((always_inline)) double natural_log(double x) {
  const uint64_t root_half = 0x3fe6a09e667f3bcd;
  const double log2_high = 0x1.62e42feep-1, log2_low = 0x1.a39ef35793c76p-33;
  int is_tiny = x < DBL_MIN;
  double scaled = is_tiny ? x * 0x1p54 : x;
  // The exponent of m's range plus 1023, so that no shift has to keep a sign.
  uint64_t shifted = bits_of(scaled) + (0x3ff0000000000000 - root_half);
  double m = from_bits((shifted & 0x000fffffffffffff) + root_half);
  // An integer below 2^51 in the low bits of 1.5 * 2^52 is that number plus the integer.
  double k = from_bits(0x4338000000000000 + (shifted >> 52)) - (0x1.8p52 + 1023.0) - (is_tiny ? 54.0 : 0.0);
  double f = m - 1.0;
  double s = f / (2.0 + f);
  double z = s * s;
  double r = 2.0 / 21.0;
  r = r * z + 2.0 / 19.0;
  r = r * z + 2.0 / 17.0;
  r = r * z + 2.0 / 15.0;
  r = r * z + 2.0 / 13.0;
  r = r * z + 2.0 / 11.0;
  r = r * z + 2.0 / 9.0;
  r = r * z + 2.0 / 7.0;
  r = r * z + 2.0 / 5.0;
  r = r * z + 2.0 / 3.0;
  r = r * z;
  // log(1 + f) = f - (f^2 / 2 - s (f^2 / 2 + r)): the large part is exact, the rest is small.
  double half = 0.5 * f * f;
  double log_m = k * log2_high - ((half - (s * (half + r) + k * log2_low)) - f);
  return x > 0.0 && x <= DBL_MAX ? log_m : -DBL_MAX;
}

WEIR_CLONES
void weir_natural_log(const double *values, double *results, size_t count) {
  for (size_t row = 0; row < count; row++) results[row] = natural_log(values[row]);
}
