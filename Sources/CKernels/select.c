#include "CKernels.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// A row is written always and kept only when it is wanted: no branch to mispredict.
static size_t rows_from(const int8_t *flags, size_t row, size_t count, int32_t first, int32_t *rows, size_t found) {
  for (; row < count; row++) {
    rows[found] = first + (int32_t)row;
    found += flags[row] > 0;
  }
  return found;
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512bw,popcnt"))) static size_t rows_by_64(const int8_t *flags, size_t count, int32_t first, int32_t *rows) {
  const __m512i sixteen = _mm512_set1_epi32(16);
  __m512i numbers = _mm512_add_epi32(_mm512_set1_epi32(first), _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  size_t found = 0, row = 0;
  for (; row + 64 <= count; row += 64) {
    uint64_t wanted = _mm512_cmpgt_epi8_mask(_mm512_loadu_si512(flags + row), _mm512_setzero_si512());
    for (int part = 0; part < 4; part++) {
      __mmask16 of_part = (__mmask16)(wanted >> 16 * part);
      // To a register and from there to memory: compressing into memory is many times slower on some processors. What is written behind the rows that are wanted lies
      // within the room, because no more were found than were seen.
      _mm512_storeu_si512(rows + found, _mm512_maskz_compress_epi32(of_part, numbers));
      found += (size_t)_mm_popcnt_u32(of_part);
      numbers = _mm512_add_epi32(numbers, sixteen);
    }
  }
  return rows_from(flags, row, count, first, rows, found);
}
#endif

size_t weir_true_rows(const int8_t *flags, size_t count, int32_t first, int32_t *rows) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw")) return rows_by_64(flags, count, first, rows);
#endif
  return rows_from(flags, 0, count, first, rows, 0);
}

size_t weir_keep_rows(const int8_t *flags, size_t count, int32_t *rows) {
  size_t kept = 0;
  for (size_t place = 0; place < count; place++) {
    rows[kept] = rows[place];
    kept += flags[place] > 0;
  }
  return kept;
}

#define PICK(name, element) \
  void name(const element *elements, const int32_t *rows, size_t count, element *restrict results) { \
    for (size_t place = 0; place < count; place++) results[place] = elements[rows[place]]; \
  }

PICK(weir_pick_1, uint8_t)
PICK(weir_pick_2, uint16_t)
PICK(weir_pick_4, uint32_t)
PICK(weir_pick_8, uint64_t)
