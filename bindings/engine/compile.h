// The bytecode compiler of the host.
#ifndef CN_COMPILE_H
#define CN_COMPILE_H

#include <stddef.h>

#define CN_COMPILE_STACK_BYTES (256 * 1024)

// Compile one ES module (`source` ends with a zero behind `length`). Returns its bytecode, or, with
// `*out_failed` 1, the text of the error and its place; NULL if there is no memory. Free it with
// cn_compile_free.
char *cn_compile(const char *source, size_t length, const char *filename, size_t *out_length,
                 int *out_failed);

void *cn_compile_alloc(size_t size);
void cn_compile_free(void *memory);

#endif
