#define _GNU_SOURCE
#include "CKernels.h"
#include <string.h>

const uint8_t *weir_find_bytes(const uint8_t *bytes, size_t count, const uint8_t *wanted, size_t wanted_count) {
    return memmem(bytes, count, wanted, wanted_count);
}
