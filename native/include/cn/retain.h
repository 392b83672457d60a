// Retained records: named, typed, checksummed data that survives reset and off.
#ifndef CN_RETAIN_H
#define CN_RETAIN_H

#include <stddef.h>
#include <stdint.h>

#define CN_RETAIN_SLOTS 8
#define CN_RETAIN_NAME 16 // bytes, zero padded; a name has 1 to 15

// Copy the record `name` into `data`. `layout` is a hash of its fields. Returns 1 if a valid record of that
// layout and length is there, 0 (and `data` untouched) if there is none, CN_ERR_LAYOUT if it has another
// layout or length, CN_ERR_CORRUPT if a checksum is wrong and the record is not found elsewhere.
int cn_retain_read(const char *name, uint32_t layout, uint8_t *data, size_t length);

// Write or replace the record. CN_ERR_FULL when all slots hold other records, CN_ERR_INVAL when the name or
// length does not fit a slot (cn_retain_room).
int cn_retain_write(const char *name, uint32_t layout, const uint8_t *data, size_t length);

// The longest record in bytes on this board.
size_t cn_retain_room(void);

// Forget all records.
void cn_retain_clear(void);

#endif
