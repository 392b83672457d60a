// Semihosting calls of QEMU, as Arm's semihosting specification defines them.
#include "semihost.h"

#include <string.h>

enum { SYS_OPEN = 0x01, SYS_WRITE = 0x05, SYS_READ = 0x06, SYS_EXIT_EXTENDED = 0x20 };

#define APPLICATION_EXIT 0x20026u

static int call(uint32_t operation, const void *block) {
    register uint32_t r0 __asm("r0") = operation;
    register const void *r1 __asm("r1") = block;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return (int)r0;
}

int semihost_open(const char *name, int mode) {
    const uint32_t block[] = {(uint32_t)name, (uint32_t)mode, strlen(name)};
    return call(SYS_OPEN, block);
}

bool semihost_write(int handle, const void *bytes, size_t length) {
    const uint8_t *from = bytes;
    while (length > 0) {
        const uint32_t block[] = {(uint32_t)handle, (uint32_t)from, length};
        size_t left = (size_t)call(SYS_WRITE, block); // the bytes that were not written
        if (left >= length) {
            return false;
        }
        from += length - left;
        length = left;
    }
    return true;
}

bool semihost_read(int handle, void *bytes, size_t length) {
    uint8_t *to = bytes;
    while (length > 0) {
        const uint32_t block[] = {(uint32_t)handle, (uint32_t)to, length};
        size_t left = (size_t)call(SYS_READ, block); // the bytes that were not read
        if (left >= length) {
            return false;
        }
        to += length - left;
        length = left;
    }
    return true;
}

_Noreturn void semihost_exit(int status) {
    const uint32_t block[] = {APPLICATION_EXIT, (uint32_t)status};
    call(SYS_EXIT_EXTENDED, block);
    for (;;) {
    }
}
