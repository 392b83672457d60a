// The core compiled for this machine: runs a program of 16 KiB for a number of periods and says how long it
// took.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lx7.h"

uint8_t *core_create(uint32_t size);
void core_configure(uint32_t index, uint32_t value);
void core_reset(void);
void core_map(uint32_t address, uint32_t size, uint32_t offset, uint32_t rights);
void core_set(uint32_t number, uint32_t value);

uint32_t host_read(uint32_t address, uint32_t size) {
    return address + size;
}

void host_write(uint32_t address, uint32_t size, uint32_t value) {
    (void)(address + size + value);
}

void host_illegal(uint32_t pc, uint32_t word) {
    fprintf(stderr, "illegal %08x at %08x\n", word, pc);
    exit(1);
}

void host_unfetched(uint32_t pc) {
    fprintf(stderr, "no code at %08x\n", pc);
    exit(1);
}

uint32_t host_hook(uint32_t pc) {
    return pc == 0;
}

// native PROGRAM PERIODS REGISTERS... : the registers are numbers and values as core_set takes them,
// configuration words come first, after "config".
int main(int argc, char **argv) {
    uint8_t *bytes = core_create(1u << 20);
    FILE *file = fopen(argv[1], "rb");
    if (file == 0 || fread(bytes + 0x4000, 1, 0x4000, file) == 0) {
        return 1;
    }
    fclose(file);
    int i = 3;
    for (uint32_t word = 0; i < argc && strcmp(argv[i], "set") != 0; i++) {
        core_configure(word++, (uint32_t)strtoul(argv[i], 0, 10));
    }
    core_reset();
    core_map(0x40378000, 0x4000, 0x4000, PAGE_READ | PAGE_WRITE | PAGE_EXECUTE);
    core_map(0x3fc90000, 0x80000, 0x10000, PAGE_READ | PAGE_WRITE);
    for (i++; i + 1 < argc; i += 2) {
        core_set((uint32_t)strtoul(argv[i], 0, 10), (uint32_t)strtoul(argv[i + 1], 0, 10));
    }
    struct timespec from, to;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    core_run((uint32_t)strtoul(argv[2], 0, 10));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    printf("%.0f %u\n", (double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec),
           core.ar[4]);
    return 0;
}
