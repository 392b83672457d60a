// Asks the port for a microphone at each rate that PDM could make, and others, and says what it answers.
#include <stdio.h>
#include <string.h>

#include "cn/hal.h"
#include "cn/wake.h"

enum { BLOCK = 160, BLOCKS = 3 };
static int16_t memory[BLOCKS * BLOCK];

int cn_main(void) {
    // the clocks of PDMCLKCTRL over 64 and over 80, and what apps might ask for
    static const uint32_t rates[] = {12500, 15625, 16000, 20000, 12903, 16129,
                                     13333, 16667, 8000,  44100, 48000, 0};
    cn_wake_init();
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        char line[40];
        struct hal_capture capture = {rates[i], 0, memory, BLOCK, BLOCKS};
        int length =
            snprintf(line, sizeof line, "%lu: %d\n", (unsigned long)rates[i], hal_capture_start(&capture));
        hal_console_write(line, (size_t)length);
        hal_capture_stop();
    }
    for (;;) {
        hal_sleep(HAL_DEEP, HAL_FOREVER);
    }
}
