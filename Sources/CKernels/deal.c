#include "CKernels.h"
#include <stdlib.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// Elements that go to many places are gathered line by line of the cache in a small piece of memory, and a full line is written past the caches at once: to write it
// element by element would read it first, and evict it as often as there are other places.

enum { line_bytes = 64, groups_min = 32, groups_max = 1 << 15, elements_per_group_min = 32 };

static inline void write_line(void *target, const void *line) {
#if defined(__SSE2__)
  for (int part = 0; part < 4; part++) _mm_stream_si128((__m128i *)target + part, _mm_load_si128((const __m128i *)line + part));
#else
  memcpy(target, line, line_bytes);
#endif
}

static inline void end_writing_lines(void) {
#if defined(__SSE2__)
  _mm_sfence();
#endif
}

/// A line and a first place for each group; NULL where lines do not pay, or there is no room.
static char *make_lines(size_t groups, size_t count) {
  if (groups < groups_min || groups > groups_max || count / elements_per_group_min < groups) return NULL;
  size_t bytes = groups * (line_bytes + sizeof(size_t));
  return aligned_alloc(line_bytes, (bytes + line_bytes - 1) / line_bytes * line_bytes);
}

#define DEAL(name, element, element_of_row, group_of_row, ...) \
  void name(__VA_ARGS__, size_t count, size_t *places, size_t groups, element *target) { \
    enum { per_line = line_bytes / sizeof(element) }; \
    char *room = make_lines(groups, count); \
    if (!room) { \
      for (size_t row = 0; row < count; row++) target[places[group_of_row]++] = element_of_row; \
      return; \
    } \
    element *lines = (element *)room; \
    size_t *first = (size_t *)(room + groups * line_bytes); \
    memcpy(first, places, groups * sizeof *first); \
    /* Places count from the beginning of a line. */ \
    size_t skew = (uintptr_t)target / sizeof(element) % per_line; \
    for (size_t row = 0; row < count; row++) { \
      size_t group = group_of_row, place = places[group]++, slot = (place + skew) % per_line; \
      element *line = lines + group * per_line; \
      line[slot] = element_of_row; \
      if (slot < per_line - 1) continue; \
      if (place - first[group] >= per_line - 1) \
        write_line(target + place - slot, line); \
      else \
        memcpy(target + first[group], line + (first[group] + skew) % per_line, (place - first[group] + 1) * sizeof(element)); \
    } \
    for (size_t group = 0; group < groups; group++) { \
      size_t left = (places[group] + skew) % per_line, all = places[group] - first[group]; \
      if (left > all) left = all; \
      memcpy(target + places[group] - left, lines + group * per_line + (places[group] - left + skew) % per_line, left * sizeof(element)); \
    } \
    end_writing_lines(); \
    free(room); \
  }

DEAL(weir_deal_4, uint32_t, elements[row], (size_t)group_of[row], const uint32_t *elements, const int32_t *group_of)
DEAL(weir_deal_8, uint64_t, elements[row], (size_t)group_of[row], const uint64_t *elements, const int32_t *group_of)
DEAL(weir_deal_rows, int32_t, (int32_t)(first_row + row), (size_t)group_of[row], size_t first_row, const int32_t *group_of)

#define DIGIT(code) (size_t)(((code) >> shift) & (groups - 1))
DEAL(weir_deal_digits_4, uint32_t, elements[row], DIGIT(elements[row]), const uint32_t *elements, uint64_t shift)
DEAL(weir_deal_digits_8, uint64_t, elements[row], DIGIT(elements[row]), const uint64_t *elements, uint64_t shift)

typedef struct {
  uint64_t code, rest;
} coded_element;

static DEAL(deal_coded_elements, coded_element, elements[row], DIGIT(elements[row].code), const coded_element *elements, uint64_t shift)

void weir_deal_digits_16(const void *elements, uint64_t shift, size_t count, size_t *places, size_t groups, void *target) {
  deal_coded_elements(elements, shift, count, places, groups, target);
}
