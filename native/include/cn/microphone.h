// Microphone: blocks that the board fills by itself become windows; one consumer that asks for one at a time.
#ifndef CN_MICROPHONE_H
#define CN_MICROPHONE_H

#include <stddef.h>
#include <stdint.h>

#include "cn/done.h"

struct cn_microphone;

struct cn_microphone_config {
    uint32_t rate_hz;
    int32_t gain_half_db;
};

struct cn_microphone_stats {
    uint32_t samples; // read from the board
    uint32_t windows; // handed out
    uint32_t dropped; // samples that were overwritten because nobody had asked for windows in time
    uint32_t gaps;    // times a window was started over because of that
};

// NULL and CN_ERR_NO_MEMORY without room. The microphone rests until cn_microphone_start.
struct cn_microphone *cn_microphone_new(const struct cn_microphone_config *config, int *error);

// Sample windows of `samples` samples, a new one every `hop` samples (1 to samples). All memory is taken
// here. CN_ERR_STATE if it runs already; CN_ERR_UNSUPPORTED without a microphone; CN_ERR_INVAL for a rate or
// gain that the board does not have; CN_ERR_BUSY if another one runs.
int cn_microphone_start(struct cn_microphone *microphone, uint32_t samples, uint32_t hop);

// Ask for the next window: `done` receives the moment of its newest sample. CN_ERR_BUSY
// while one is asked for.
int cn_microphone_next(struct cn_microphone *microphone, cn_done done, void *token);

// The window: int16 [samples], overwritten after the next cn_microphone_next. NULL and CN_ERR_STATE if not
// started.
const int16_t *cn_microphone_window(const struct cn_microphone *microphone, size_t *count, int *error);

void cn_microphone_stats(const struct cn_microphone *microphone, struct cn_microphone_stats *stats);

// Stop sampling and release the clock. What is asked for completes with CN_ERR_CLOSED, from inside these.
int cn_microphone_stop(struct cn_microphone *microphone);
void cn_microphone_free(struct cn_microphone *microphone);

#endif
