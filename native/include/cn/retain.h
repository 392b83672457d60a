// Retained records: named, typed, checksummed data that survives reset and off.
#ifndef CN_RETAIN_H
#define CN_RETAIN_H

#include <stddef.h>
#include <stdint.h>

#define CN_RETAIN_RECORDS 8
// Of the block the first bytes are the records'; states of models follow (cn/model_parts.h).
#define CN_RETAIN_RECORD_BYTES 4096u
#define CN_RETAIN_NAME 16 // bytes, zero padded; a name has 1 to 15

// The firmware's own record (cn/crash.h). It gives way when the app stores all of its.
#define CN_RETAIN_CRASH "\x7f"

struct cn_retain_info {
    uint32_t version;
    uint32_t data_bytes, field_bytes;
};

// Copy the record `name` into `data`. `fields` says what the data is (SPEC.md, "Retained block"). Returns 1
// if a valid record of that version, with the very same fields and of that length is there, 0 (and `data`
// untouched) if there is none, CN_ERR_LAYOUT if it is another, CN_ERR_CORRUPT if a checksum is wrong and the
// record is not found elsewhere.
int cn_retain_read(const char *name, uint32_t version, const uint8_t *fields, size_t field_bytes,
                   uint8_t *data, size_t length);

// What is stored as `name`, whatever its fields. CN_ERR_STATE if there is no valid record.
int cn_retain_info(const char *name, struct cn_retain_info *info);

// Copy it: data, then fields; `length` is the sum of both. CN_ERR_STATE if there is no valid record of it.
int cn_retain_copy(const char *name, uint8_t *bytes, size_t length);

// Write or replace the record: a reset in mid-write leaves the old value or the new one. CN_ERR_FULL when
// there are CN_RETAIN_RECORDS others, CN_ERR_INVAL when the name, or data and fields together, do not fit a
// slot (cn_retain_room).
int cn_retain_write(const char *name, uint32_t version, const uint8_t *fields, size_t field_bytes,
                    const uint8_t *data, size_t length);

// The longest record in bytes on this board, its fields included.
size_t cn_retain_room(void);

// Forget all records.
void cn_retain_clear(void);

#endif
