#include "CKernels.h"
#if defined(__GLIBC__)
#include <malloc.h>
#endif

void weir_keep_freed_memory(size_t bytes_max) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, bytes_max > 0x7fffffff ? 0x7fffffff : (int)bytes_max);
  mallopt(M_TOP_PAD, 64 << 20);
#else
  (void)bytes_max;
#endif
}

void weir_give_back_freed_memory(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}
