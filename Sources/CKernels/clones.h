#pragma once

/// Compiled several times, for processors with and without wide vectors; the loader takes the best that the machine has. Not under the thread sanitizer, which is not
/// ready yet when the loader asks.
#if defined(__x86_64__) && defined(__linux__) && !__has_feature(thread_sanitizer)
#define WEIR_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WEIR_CLONES
#endif
