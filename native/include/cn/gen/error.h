// Generated from bindings/schema.ts by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ERROR_H
#define CN_ERROR_H

enum cn_error {
    CN_OK = 0,
    CN_ERR_IO = -5,             // A device or bus failed
    CN_ERR_NOT_READY = -11,     // There is no data yet
    CN_ERR_NO_MEMORY = -12,     // Out of memory: the app does not fit the pool
    CN_ERR_BUSY = -16,          // The same thing is already under way
    CN_ERR_NO_DEVICE = -19,     // No device answers
    CN_ERR_INVAL = -22,         // An argument is not allowed
    CN_ERR_FULL = -28,          // No room is left in a fixed table
    CN_ERR_RANGE = -34,         // A value is outside its range
    CN_ERR_UNSUPPORTED = -95,   // This board cannot do that
    CN_ERR_TIMEOUT = -110,      // The deadline passed
    CN_ERR_WRONG_DEVICE = -201, // Another device than expected answers
    CN_ERR_LAYOUT = -202,       // The data has another layout
    CN_ERR_CORRUPT = -203,      // A checksum is wrong
    CN_ERR_STATE = -204,        // Not possible in this state
    CN_ERR_CLOSED = -205,       // It has been closed
    CN_ERR_TYPE = -206,         // A value has the wrong type
    CN_ERR_BAD_IMAGE = -207,    // The app image is not usable
    CN_ERR_BAD_MODEL = -208,    // The model is not usable
};

#endif
