// Generated from bindings/schema.ts by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "cn/error.h"

static const struct {
    int code;
    const char *name, *text;
} table[] = {
    {CN_ERR_IO, "IO", "A device or bus failed"},
    {CN_ERR_NOT_READY, "NOT_READY", "There is no data yet"},
    {CN_ERR_NO_MEMORY, "NO_MEMORY", "Out of memory: the app does not fit the pool"},
    {CN_ERR_BUSY, "BUSY", "The same thing is already under way"},
    {CN_ERR_NO_DEVICE, "NO_DEVICE", "No device answers"},
    {CN_ERR_INVAL, "INVAL", "An argument is not allowed"},
    {CN_ERR_FULL, "FULL", "No room is left in a fixed table"},
    {CN_ERR_RANGE, "RANGE", "A value is outside its range"},
    {CN_ERR_UNSUPPORTED, "UNSUPPORTED", "This board cannot do that"},
    {CN_ERR_TIMEOUT, "TIMEOUT", "The deadline passed"},
    {CN_ERR_WRONG_DEVICE, "WRONG_DEVICE", "Another device than expected answers"},
    {CN_ERR_LAYOUT, "LAYOUT", "The data has another layout"},
    {CN_ERR_CORRUPT, "CORRUPT", "A checksum is wrong"},
    {CN_ERR_STATE, "STATE", "Not possible in this state"},
    {CN_ERR_CLOSED, "CLOSED", "It has been closed"},
    {CN_ERR_TYPE, "TYPE", "A value has the wrong type"},
    {CN_ERR_BAD_IMAGE, "BAD_IMAGE", "The app image is not usable"},
    {CN_ERR_BAD_MODEL, "BAD_MODEL", "The model is not usable"},
};
#define ROWS (sizeof table / sizeof table[0])

const char *cn_error_name(int code) {
    for (size_t i = 0; i < ROWS; i++) {
        if (table[i].code == code) {
            return table[i].name;
        }
    }
    return "UNKNOWN";
}

const char *cn_error_text(int code) {
    for (size_t i = 0; i < ROWS; i++) {
        if (table[i].code == code) {
            return table[i].text;
        }
    }
    return "unknown error";
}
