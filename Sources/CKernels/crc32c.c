#include "CKernels.h"
#include <pthread.h>
#include <string.h>

// Reflected polynomial of Castagnoli's CRC-32.
#define POLYNOMIAL 0x82F63B78u

static uint32_t tables[8][256];
static pthread_once_t tables_made = PTHREAD_ONCE_INIT;

static void make_tables(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t value = byte;
        for (int bit = 0; bit < 8; bit++) value = value & 1 ? value >> 1 ^ POLYNOMIAL : value >> 1;
        tables[0][byte] = value;
    }
    for (int step = 1; step < 8; step++) {
        for (int byte = 0; byte < 256; byte++) tables[step][byte] = tables[step - 1][byte] >> 8 ^ tables[0][tables[step - 1][byte] & 255];
    }
}

static uint64_t load_8(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

uint32_t weir_crc32c_portable(const uint8_t *bytes, size_t count, uint32_t start) {
    pthread_once(&tables_made, make_tables);
    uint32_t state = ~start;
    for (; count >= 8; bytes += 8, count -= 8) {
        uint64_t word = load_8(bytes) ^ state;
        state = tables[7][word & 255] ^ tables[6][word >> 8 & 255] ^ tables[5][word >> 16 & 255] ^ tables[4][word >> 24 & 255]
            ^ tables[3][word >> 32 & 255] ^ tables[2][word >> 40 & 255] ^ tables[1][word >> 48 & 255] ^ tables[0][word >> 56];
    }
    for (; count > 0; bytes++, count--) state = tables[0][(state ^ *bytes) & 255] ^ state >> 8;
    return ~state;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t hardware(const uint8_t *bytes, size_t count, uint32_t start) {
    uint64_t state = (uint32_t)~start;
    for (; count >= 8; bytes += 8, count -= 8) state = __builtin_ia32_crc32di(state, load_8(bytes));
    for (; count > 0; bytes++, count--) state = __builtin_ia32_crc32qi((uint32_t)state, *bytes);
    return ~(uint32_t)state;
}

// The instruction gives a result every cycle and takes three to do so: three blocks side by side keep it busy.
__attribute__((target("sse4.2"))) static void hardware_three(const uint8_t *bytes, size_t block, uint32_t *checksums) {
    uint64_t first = UINT32_MAX, second = UINT32_MAX, third = UINT32_MAX;
    for (size_t place = 0; place < block; place += 8) {
        first = __builtin_ia32_crc32di(first, load_8(bytes + place));
        second = __builtin_ia32_crc32di(second, load_8(bytes + block + place));
        third = __builtin_ia32_crc32di(third, load_8(bytes + 2 * block + place));
    }
    checksums[0] = ~(uint32_t)first;
    checksums[1] = ~(uint32_t)second;
    checksums[2] = ~(uint32_t)third;
}
#endif

static bool has_instruction(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("sse4.2");
#else
    return false;
#endif
}

uint32_t weir_crc32c(const uint8_t *bytes, size_t count, uint32_t start) {
#if defined(__x86_64__)
    if (has_instruction()) return hardware(bytes, count, start);
#endif
    return weir_crc32c_portable(bytes, count, start);
}

void weir_crc32c_blocks(const uint8_t *bytes, size_t block, size_t blocks, uint32_t *checksums) {
    size_t done = 0;
#if defined(__x86_64__)
    if (has_instruction()) {
        for (; done + 3 <= blocks; done += 3) hardware_three(bytes + done * block, block, checksums + done);
    }
#endif
    for (; done < blocks; done++) checksums[done] = weir_crc32c(bytes + done * block, block, 0);
}
