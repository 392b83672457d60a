// Microphone: PDM with EasyDMA goes round a ring of blocks by itself; an interrupt a block names the next
// one.
#include <string.h>

#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "pins.h"
#include "port.h"

#define EVENTS (PDM_INTENSET_STARTED | PDM_INTENSET_END)
#define GAIN_LIMIT 40 // half decibels, both ways

static struct {
    struct hal_capture ring; // blocks is 0: stopped
    volatile uint32_t full;  // blocks filled since the start
    uint32_t named;          // blocks whose place EasyDMA has
    uint32_t read;           // blocks read or lost
} capture;

struct rate {
    uint16_t rate_hz;
    uint8_t ratio80;
    uint32_t clock;
};

// The clock, 1.28 MHz, over 80 or 64. With one of 1 MHz a microphone is below its range, 1.2 to 3.25 MHz.
static const struct rate rates[] = {
    {16000, 1, PDM_PDMCLKCTRL_FREQ_1280K},
    {20000, 0, PDM_PDMCLKCTRL_FREQ_1280K},
};

static const struct rate *find_rate(uint32_t rate_hz) {
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        if (rates[i].rate_hz == rate_hz) {
            return &rates[i];
        }
    }
    return NULL;
}

static int16_t *place(uint32_t block) {
    return capture.ring.memory + block % capture.ring.blocks * capture.ring.block;
}

// The pointer is double-buffered: STARTED says that it was taken over and the next one may be written.
void capture_isr(void) {
    uint64_t at_us = hal_now_us();
    hal_mark(HAL_MARK_ISR, 0);
    if (REG(PDM0_BASE, PDM_EVENTS_STARTED)) {
        event_clear(PDM0_BASE, PDM_EVENTS_STARTED);
        REG(PDM0_BASE, PDM_SAMPLE_PTR) = (uint32_t)place(capture.named++);
    }
    if (REG(PDM0_BASE, PDM_EVENTS_END)) {
        event_clear(PDM0_BASE, PDM_EVENTS_END);
        capture.full++;
        cn_pin_isr(HAL_CAPTURE_LINE, at_us, 1);
    }
}

// ---- pins

static void set_pin(unsigned pin, uint32_t config) {
    REG_AT(P_BASE(pin), GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, pin & 31) = config;
}

static void connect_pins(void) {
    REG(P_BASE(PIN_PDM_CLOCK), GPIO_OUTCLR) = P_BIT(PIN_PDM_CLOCK);
    set_pin(PIN_PDM_CLOCK, GPIO_PIN_CNF_DIR | GPIO_PIN_CNF_INPUT);
    set_pin(PIN_PDM_DATA, 0);
    REG(PDM0_BASE, PDM_PSEL_CLK) = PIN_PDM_CLOCK;
    REG(PDM0_BASE, PDM_PSEL_DIN) = PIN_PDM_DATA;
}

// The clock stays an output at low, which lets the microphone sleep; its data line floats, so nobody reads
// it.
static void release_pins(void) {
    REG(PDM0_BASE, PDM_PSEL_CLK) = PDM_PSEL_CLK_CONNECT;
    REG(PDM0_BASE, PDM_PSEL_DIN) = PDM_PSEL_DIN_CONNECT;
    set_pin(PIN_PDM_DATA, GPIO_PIN_CNF_INPUT);
}

// ---- hal.h

static void configure(const struct rate *rate) {
    uint32_t gain = (uint32_t)(GAIN_LIMIT + capture.ring.gain_half_db); // 0 is -20 dB
    REG(PDM0_BASE, PDM_PDMCLKCTRL) = rate->clock;
    REG(PDM0_BASE, PDM_RATIO) = rate->ratio80;
    REG(PDM0_BASE, PDM_MODE) = PDM_MODE_OPERATION; // mono, left, at the falling edge
    REG(PDM0_BASE, PDM_GAINL) = gain;
    REG(PDM0_BASE, PDM_GAINR) = gain;
    REG(PDM0_BASE, PDM_SAMPLE_PTR) = (uint32_t)place(0);
    REG(PDM0_BASE, PDM_SAMPLE_MAXCNT) = capture.ring.block;
}

int hal_capture_start(const struct hal_capture *wanted) {
    const struct rate *rate = find_rate(wanted->rate_hz);
    if (!rate || wanted->gain_half_db < -GAIN_LIMIT || wanted->gain_half_db > GAIN_LIMIT) {
        return CN_ERR_INVAL;
    }
    if (capture.ring.blocks != 0) {
        return CN_ERR_BUSY;
    }
    // the internal oscillator is off by some per cent: sound of the wrong pitch
    if (!crystal_take()) {
        return CN_ERR_TIMEOUT;
    }
    capture.ring = *wanted;
    capture.full = capture.read = 0;
    capture.named = 1;
    connect_pins();
    configure(rate);
    event_clear(PDM0_BASE, PDM_EVENTS_STARTED);
    event_clear(PDM0_BASE, PDM_EVENTS_END);
    REG(PDM0_BASE, PDM_INTENSET) = EVENTS;
    irq_enable(PDM0_IRQ, PRIORITY_PINS);
    REG(PDM0_BASE, PDM_ENABLE) = PDM_ENABLE_ENABLE;
    REG(PDM0_BASE, PDM_TASKS_START) = 1;
    return CN_OK;
}

int hal_capture_read(int16_t *out, uint32_t *lost) {
    *lost = 0;
    if (capture.ring.blocks == 0) {
        return CN_ERR_STATE;
    }
    const uint32_t kept = capture.ring.blocks - 1;
    while (capture.read != capture.full) {
        uint32_t waiting = capture.full - capture.read;
        if (waiting > kept) {
            *lost += waiting - kept;
            capture.read += waiting - kept;
        }
        memcpy(out, place(capture.read), capture.ring.block * sizeof *out);
        if (capture.full - capture.read <= kept) {
            capture.read++;
            return (int)capture.ring.block;
        }
        // EasyDMA came round while this was copied: take the next one
    }
    return 0;
}

void hal_capture_stop(void) {
    if (capture.ring.blocks == 0) {
        return;
    }
    REG(PDM0_BASE, PDM_INTENCLR) = EVENTS;
    event_clear(PDM0_BASE, PDM_EVENTS_STOPPED);
    REG(PDM0_BASE, PDM_TASKS_STOP) = 1;
    while (REG(PDM0_BASE, PDM_EVENTS_STOPPED) == 0) { // some periods of its clock
    }
    REG(PDM0_BASE, PDM_ENABLE) = 0;
    event_clear(PDM0_BASE, PDM_EVENTS_STARTED);
    event_clear(PDM0_BASE, PDM_EVENTS_END);
    release_pins();
    crystal_release();
    capture.ring.blocks = 0;
}
