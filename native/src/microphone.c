// Microphone: takes full blocks from the board when a window wants them, and cuts windows of them.
#include "cn/microphone.h"

#include <string.h>

#include "cn/cost.h"
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "cn/pool.h"
#include "cn/request.h"

// One block is filled while up to three wait: a script may be late by that much.
#define BLOCKS 4u
// A block is as long as a hop, so that the core wakes once a window, within these bounds: below it would wake
// for too little, above it would take too much memory.
#define SHORTEST_BLOCK 128u
#define LONGEST_BLOCK 1024u

struct cn_microphone {
    struct cn_microphone_config config;
    struct cn_microphone_stats stats;
    int16_t *ring;   // [BLOCKS][block], the board's while it samples
    int16_t *spare;  // [block], of which the window has taken `taken`
    int16_t *window; // [samples]
    uint32_t block, samples, hop;
    uint32_t taken, filled;
    uint64_t next_us; // moment at which the next block to be read was full
    uint64_t spare_us;
    struct cn_request request; // for a window
    int watch;                 // slot of the line, or -1: stopped
    bool empty;                // the last look found no full block: the next edge is that of the next block
    bool handed;               // the window has been handed out
};

struct cn_microphone *cn_microphone_new(const struct cn_microphone_config *config, int *error) {
    struct cn_microphone *microphone = cn_pool_alloc(sizeof *microphone);
    if (!microphone) {
        *error = CN_ERR_NO_MEMORY;
        return NULL;
    }
    *microphone = (struct cn_microphone){.config = *config, .watch = -1};
    return microphone;
}

static uint64_t us_of(const struct cn_microphone *microphone, uint32_t samples) {
    return (uint64_t)samples * 1000000u / microphone->config.rate_hz;
}

// ---- windows

// Read the next full block; false if there is none.
static bool read_block(struct cn_microphone *microphone) {
    uint32_t lost;
    int count = hal_capture_read(microphone->spare, &lost);
    if (count <= 0) {
        microphone->empty = true;
        return false;
    }
    hal_spend(CN_COST_BLOCK + (uint32_t)count * CN_COST_SOUND_SAMPLE);
    if (lost > 0) {
        // a window must not join what stands on both sides of a gap
        microphone->stats.dropped += lost * microphone->block;
        microphone->stats.gaps++;
        microphone->filled = 0;
    }
    microphone->stats.samples += (uint32_t)count;
    microphone->spare_us = microphone->next_us + lost * us_of(microphone, microphone->block);
    microphone->next_us = microphone->spare_us + us_of(microphone, microphone->block);
    microphone->taken = 0;
    microphone->empty = false;
    return true;
}

// Move samples into the window; returns whether it is complete.
static bool fill(struct cn_microphone *microphone) {
    if (microphone->handed) {
        uint32_t kept = microphone->samples - microphone->hop;
        memmove(microphone->window, microphone->window + microphone->hop, kept * sizeof(int16_t));
        microphone->filled = kept;
        microphone->handed = false;
    }
    while (microphone->filled < microphone->samples) {
        if (microphone->taken == microphone->block && !read_block(microphone)) {
            return false;
        }
        uint32_t wanted = microphone->samples - microphone->filled;
        uint32_t there = microphone->block - microphone->taken;
        uint32_t count = wanted < there ? wanted : there;
        memcpy(microphone->window + microphone->filled, microphone->spare + microphone->taken,
               count * sizeof(int16_t));
        microphone->filled += count;
        microphone->taken += count;
    }
    return true;
}

// Complete what is asked for, if it is there. Who calls this must not touch the microphone afterwards.
static void deliver(struct cn_microphone *microphone) {
    if (!cn_request_is_open(&microphone->request) || !fill(microphone)) {
        return;
    }
    microphone->handed = true;
    microphone->stats.windows++;
    uint64_t left_us = us_of(microphone, microphone->block - microphone->taken);
    cn_request_complete(&microphone->request, CN_OK, microphone->spare_us - left_us);
}

static void on_ready(void *context, uint64_t due_us) {
    (void)due_us;
    deliver(context);
}

static void on_block(void *context, uint64_t at_us, uint32_t edges) {
    (void)edges; // the board counts the blocks
    struct cn_microphone *microphone = context;
    // the microphone's clock drifts against ours; an edge of a block that was read already says nothing
    if (microphone->empty && at_us + us_of(microphone, microphone->block) / 2 >= microphone->next_us) {
        microphone->next_us = at_us;
        microphone->empty = false;
    }
    deliver(microphone);
}

int cn_microphone_next(struct cn_microphone *microphone, cn_done done, void *token) {
    if (microphone->watch < 0) {
        return CN_ERR_STATE;
    }
    if (cn_request_is_open(&microphone->request)) {
        return CN_ERR_BUSY;
    }
    return cn_request_open(&microphone->request, done, token, fill(microphone) ? on_ready : NULL, microphone);
}

const int16_t *cn_microphone_window(const struct cn_microphone *microphone, size_t *count, int *error) {
    *error = microphone->watch < 0 ? CN_ERR_STATE : CN_OK;
    *count = microphone->samples;
    return microphone->watch < 0 ? NULL : microphone->window;
}

void cn_microphone_stats(const struct cn_microphone *microphone, struct cn_microphone_stats *stats) {
    *stats = microphone->stats;
}

// ---- start and stop

static uint32_t block_for(uint32_t hop) {
    uint32_t block = hop;
    if (hop > LONGEST_BLOCK) {
        uint32_t parts = (hop + LONGEST_BLOCK - 1) / LONGEST_BLOCK;
        block = (hop + parts - 1) / parts;
    }
    while (block < SHORTEST_BLOCK) {
        block += hop;
    }
    return block + block % 2; // whole words for the DMA
}

static void release(struct cn_microphone *microphone) {
    cn_pool_free(microphone->ring);
    cn_pool_free(microphone->spare);
    cn_pool_free(microphone->window);
    microphone->ring = microphone->spare = microphone->window = NULL;
}

static int allocate(struct cn_microphone *microphone) {
    microphone->ring = cn_pool_alloc(BLOCKS * microphone->block * sizeof(int16_t));
    microphone->spare = cn_pool_alloc(microphone->block * sizeof(int16_t));
    microphone->window = cn_pool_alloc(microphone->samples * sizeof(int16_t));
    if (microphone->ring && microphone->spare && microphone->window) {
        return CN_OK;
    }
    release(microphone);
    return CN_ERR_NO_MEMORY;
}

// Watched before it starts: the first edge must find a watcher.
static int begin(struct cn_microphone *microphone) {
    microphone->watch = cn_pin_watch(HAL_CAPTURE_LINE, HAL_EDGE_RISING, on_block, microphone);
    if (microphone->watch < 0) {
        int res = microphone->watch;
        microphone->watch = -1;
        return res == CN_ERR_INVAL ? CN_ERR_UNSUPPORTED : res; // a board without microphone has no line
    }
    const struct hal_capture capture = {
        .rate_hz = microphone->config.rate_hz,
        .gain_half_db = microphone->config.gain_half_db,
        .memory = microphone->ring,
        .block = microphone->block,
        .blocks = BLOCKS,
    };
    int res = hal_capture_start(&capture);
    if (res < 0) {
        cn_pin_unwatch(microphone->watch);
        microphone->watch = -1;
    }
    microphone->next_us = hal_now_us() + us_of(microphone, microphone->block);
    return res;
}

int cn_microphone_start(struct cn_microphone *microphone, uint32_t samples, uint32_t hop) {
    if (microphone->watch >= 0) {
        return CN_ERR_STATE;
    }
    if (samples == 0 || hop == 0 || hop > samples) {
        return CN_ERR_INVAL;
    }
    microphone->samples = samples;
    microphone->hop = hop;
    microphone->block = block_for(hop);
    microphone->taken = microphone->block; // nothing is in the spare block yet
    microphone->filled = 0;
    microphone->handed = false;
    microphone->empty = true;
    int res = allocate(microphone);
    if (res < 0) {
        return res;
    }
    res = begin(microphone);
    if (res < 0) {
        release(microphone);
    }
    return res;
}

int cn_microphone_stop(struct cn_microphone *microphone) {
    if (microphone->watch < 0) {
        return CN_OK;
    }
    hal_capture_stop();
    cn_pin_unwatch(microphone->watch);
    microphone->watch = -1;
    release(microphone);
    if (cn_request_is_open(&microphone->request)) {
        cn_request_complete(&microphone->request, CN_ERR_CLOSED, 0);
    }
    return CN_OK;
}

void cn_microphone_free(struct cn_microphone *microphone) {
    (void)cn_microphone_stop(microphone);
    cn_pool_free(microphone);
}
