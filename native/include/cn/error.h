// Provisional: tools/gen writes this file from bindings/schema.ts.
#ifndef CN_ERROR_H
#define CN_ERROR_H
enum cn_error {
    CN_OK = 0,
    CN_ERR_IO = -5,
    CN_ERR_BUSY = -16,
    CN_ERR_NO_DEVICE = -19,
    CN_ERR_NO_MEMORY = -12,
    CN_ERR_INVAL = -22,
    CN_ERR_FULL = -28,
    CN_ERR_TIMEOUT = -110,
    CN_ERR_UNSUPPORTED = -95,
    CN_ERR_WRONG_DEVICE = -201,
    CN_ERR_LAYOUT = -202,
    CN_ERR_CORRUPT = -203,
    CN_ERR_STATE = -204,
    CN_ERR_CLOSED = -205,
};
#endif
