// The microphone of the test board: the test says when a block is full; samples count up from 0.
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "cn/error.h"

#define MOST_BLOCKS 8

static struct hal_capture running; // blocks is 0: stopped
static int answer;
static uint32_t made; // blocks
static uint32_t read; // blocks, the lost ones included

void board_capture_reset(void) {
    running = (struct hal_capture){0};
    answer = CN_OK;
    made = read = 0;
}

void board_capture_answer(int with) {
    answer = with;
}

bool board_captures(struct hal_capture *capture) {
    *capture = running;
    return running.blocks != 0;
}

void board_block_at(uint64_t at_us) {
    if (running.blocks == 0) {
        abort();
    }
    int16_t *block = running.memory + made % running.blocks * running.block;
    for (uint32_t i = 0; i < running.block; i++) {
        block[i] = (int16_t)(made * running.block + i);
    }
    made++;
    // the board fills the next one meanwhile: what was there is gone
    memset(running.memory + made % running.blocks * running.block, 0x55, running.block * sizeof(int16_t));
    board_pin_at(at_us, HAL_CAPTURE_LINE, true);
    board_pin_at(at_us, HAL_CAPTURE_LINE, false);
}

int hal_capture_start(const struct hal_capture *capture) {
    if (answer < 0) {
        return answer;
    }
    if (running.blocks != 0) {
        return CN_ERR_BUSY;
    }
    if (capture->blocks < 3 || capture->blocks > MOST_BLOCKS || capture->block < 2 || capture->block % 2) {
        abort(); // against the contract
    }
    running = *capture;
    made = read = 0;
    return CN_OK;
}

int hal_capture_read(int16_t *out, uint32_t *lost) {
    *lost = 0;
    if (running.blocks == 0) {
        return CN_ERR_STATE;
    }
    if (read == made) {
        return 0;
    }
    if (made - read > running.blocks - 1) {
        *lost = made - read - (running.blocks - 1);
        read += *lost;
    }
    memcpy(out, running.memory + read % running.blocks * running.block, running.block * sizeof(int16_t));
    read++;
    return (int)running.block;
}

void hal_capture_stop(void) {
    running.blocks = 0;
}
