// Semihosting calls of QEMU: files on the host by handle. Blocking, and virtual time stands still in them.
#ifndef CN_SEMIHOST_H
#define CN_SEMIHOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEMIHOST_READ_BINARY = 1, SEMIHOST_WRITE_BINARY = 5 };

// The handle of the opened file, or -1.
int semihost_open(const char *name, int mode);

// Move all bytes; false if the other side has gone.
bool semihost_write(int handle, const void *bytes, size_t length);
bool semihost_read(int handle, void *bytes, size_t length);

// End the emulator with this exit status.
_Noreturn void semihost_exit(int status);

#endif
