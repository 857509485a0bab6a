#define _GNU_SOURCE
#include "CKernels.h"
#include <pthread.h>

uintptr_t weir_stack_lowest_address(void) {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  void *base = 0;
  size_t size = 0;
  int failed = pthread_attr_getstack(&attributes, &base, &size);
  pthread_attr_destroy(&attributes);
  return failed ? 0 : (uintptr_t)base;
}
