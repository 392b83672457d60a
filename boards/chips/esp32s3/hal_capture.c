// Microphone: I2S0 in PDM mode makes samples of its bits, and a ring of DMA descriptors takes them block by
// block; an interrupt a block says so.
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "pins.h"
#include "port.h"

#define GAIN_LIMIT 40 // half decibels, both ways
#define MOST_BLOCKS 8u
#define MOST_BYTES 4092u // of a descriptor, in whole words

// RX_CONF: PDM to samples of 16 bits, one slot; the filter divides by 64, or with DSR_16 by 128 [i2s_ll.h].
#define PDM (BIT(21) | BIT(20))
#define DSR_16 BIT(22)
#define DEFAULTS (BIT(15) | BIT(12) | BIT(10) | BIT(9))
#define UPDATE BIT(8)
#define START BIT(2)
#define RESETS (BIT(1) | BIT(0))
// RX_CONF1: slots, halves and samples of 16 bits; the bit clock is the module's by 8, the driver's least.
#define WIDTHS (15u << 24 | 15u << 18 | 15u << 13 | 7u << 7)
#define LEFT_SLOT 1u
#define CLOCK_ACTIVE BIT(26) // the source stays the crystal
#define REGISTERS_ON BIT(29)

// Descriptors and links of the DMA [hal/dma_types.h].
#define OWNED_BY_DMA BIT(31)
#define LINK_START BIT(22)
#define LINK_STOP BIT(21)
#define LINK_ADDRESS 0xfffffu
#define CHANNEL_RESET BIT(0)
#define DMA_REGISTERS_ON BIT(4)
#define FROM_I2S0 3u
#define SUCCESS_EOF BIT(1)

struct rate {
    uint16_t rate_hz;
    uint32_t filter;
    uint8_t divider;
    uint32_t fraction; // YN1, X, Y, Z
};

// 40 MHz by 2 113/256 and 8 is 2.048 MHz, by 3 29/32 and 8 it is 1.28 MHz: what microphones take.
static const struct rate rates[] = {
    {16000, DSR_16, 2, 1u << 18 | 30u << 9 | 113u},
    {20000, 0, 3, BIT(27) | 9u << 18 | 2u << 9 | 3u},
};

struct descriptor {
    volatile uint32_t flags;
    int16_t *buffer;
    struct descriptor *next;
};

static struct {
    struct hal_capture ring; // blocks is 0: stopped
    volatile uint32_t full;  // blocks filled since the start
    uint32_t read;           // blocks read or lost
    int32_t gain_q12;
    struct descriptor chain[MOST_BLOCKS];
} capture;

static bool capture_runs(void) {
    return capture.ring.blocks != 0;
}

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

// By the descriptor that was filled last: two that end before this runs are not one. One that ends between
// the two reads is seen here, and its interrupt finds nothing new.
void capture_isr(void) {
    uint64_t at_us = hal_now_us();
    hal_mark(HAL_MARK_ISR, 0);
    REG(GDMA_IN_INT_CLR) = SUCCESS_EOF;
    uint32_t last = (REG(GDMA_IN_EOF_ADDR) - (uint32_t)capture.chain) / sizeof capture.chain[0];
    uint32_t known = capture.full % capture.ring.blocks;
    uint32_t filled = (last + 1 + capture.ring.blocks - known) % capture.ring.blocks;
    capture.full += filled;
    if (filled > 0) {
        cn_pin_isr(HAL_CAPTURE_LINE, at_us, filled);
    }
}

// ---- starting

static void link_blocks(void) {
    uint32_t bytes = capture.ring.block * sizeof(int16_t);
    for (uint32_t i = 0; i < capture.ring.blocks; i++) {
        capture.chain[i] = (struct descriptor){.flags = OWNED_BY_DMA | bytes,
                                               .buffer = place(i),
                                               .next = &capture.chain[(i + 1) % capture.ring.blocks]};
    }
}

static void open_gates(void) {
    REG(SYSTEM_PERIP_CLK_EN0) |= GATE_I2S0;
    REG(SYSTEM_PERIP_RST_EN0) |= GATE_I2S0;
    REG(SYSTEM_PERIP_RST_EN0) &= ~GATE_I2S0;
    REG(SYSTEM_PERIP_CLK_EN1) |= GATE_DMA;
    REG(SYSTEM_PERIP_RST_EN1) &= ~GATE_DMA;
}

static void close_gates(void) {
    REG(SYSTEM_PERIP_CLK_EN0) &= ~GATE_I2S0;
    REG(SYSTEM_PERIP_CLK_EN1) &= ~GATE_DMA;
}

// The clock stays an output at low afterwards, which lets the microphone sleep.
static void connect_pins(void) {
    (void)hal_pin_write(PIN_PDM_CLOCK, false);
    (void)hal_pin_mode(PIN_PDM_CLOCK, HAL_PIN_OUTPUT);
    (void)hal_pin_mode(PIN_PDM_DATA, HAL_PIN_INPUT);
    REG(GPIO_FUNC_IN(I2S0_SIGNAL_DATA)) = BIT(7) | PIN_PDM_DATA;
    REG(GPIO_FUNC_OUT(PIN_PDM_CLOCK)) = I2S0_SIGNAL_CLOCK;
}

// The divider goes by 2 first, as the driver does it: else its first period can be wrong [i2s_ll.h].
static void set_clock(const struct rate *rate) {
    REG(I2S0_TX_CLKM_CONF) |= REGISTERS_ON;
    REG(I2S0_RX_CLKM_CONF) = CLOCK_ACTIVE | 2u;
    REG(I2S0_RX_CLKM_DIV) = 1u << 9;
    REG(I2S0_RX_CLKM_DIV) = rate->fraction;
    REG(I2S0_RX_CLKM_CONF) = CLOCK_ACTIVE | rate->divider;
}

static void start_dma(void) {
    REG(GDMA_MISC_CONF) |= DMA_REGISTERS_ON;
    REG(GDMA_IN_CONF0) = CHANNEL_RESET;
    REG(GDMA_IN_CONF0) = 0;
    REG(GDMA_IN_PERI_SEL) = FROM_I2S0;
    REG(GDMA_IN_INT_CLR) = SUCCESS_EOF;
    REG(GDMA_IN_INT_ENA) = SUCCESS_EOF;
    irq_enable(IRQ_CAPTURE, SOURCE_DMA_IN0);
    REG(GDMA_IN_LINK) = LINK_START | ((uint32_t)capture.chain & LINK_ADDRESS);
}

static void start_i2s(const struct rate *rate) {
    uint32_t conf = PDM | DEFAULTS | rate->filter;
    REG(I2S0_RX_CONF) = conf | RESETS;
    REG(I2S0_RX_CONF) = conf;
    REG(I2S0_RX_CONF1) = WIDTHS;
    REG(I2S0_RX_TDM_CTRL) = LEFT_SLOT;
    REG(I2S0_RXEOF_NUM) = capture.ring.block * sizeof(int16_t);
    REG(I2S0_RX_CONF) = conf | UPDATE;
    while (REG(I2S0_RX_CONF) & UPDATE) {
    }
    REG(I2S0_RX_CONF) = conf | START;
}

// The converter has no gain: samples are multiplied where they are read. A half decibel is 10^(1/40).
static int32_t gain_of(int32_t half_db) {
    float gain = 4096.0f;
    for (; half_db > 0; half_db--) {
        gain *= 1.0592537f;
    }
    for (; half_db < 0; half_db++) {
        gain /= 1.0592537f;
    }
    return (int32_t)(gain + 0.5f);
}

int hal_capture_start(const struct hal_capture *wanted) {
    const struct rate *rate = find_rate(wanted->rate_hz);
    if (PIN_PDM_CLOCK == PIN_NONE) {
        return CN_ERR_UNSUPPORTED;
    }
    if (!rate || wanted->gain_half_db < -GAIN_LIMIT || wanted->gain_half_db > GAIN_LIMIT ||
        wanted->block * sizeof(int16_t) > MOST_BYTES) {
        return CN_ERR_INVAL;
    }
    if (capture_runs()) {
        return CN_ERR_BUSY;
    }
    capture.ring = *wanted;
    capture.full = capture.read = 0;
    capture.gain_q12 = gain_of(wanted->gain_half_db);
    link_blocks();
    open_gates();
    connect_pins();
    set_clock(rate);
    start_dma();
    start_i2s(rate);
    sleep_hold();
    return CN_OK;
}

// ---- reading

static void copy(int16_t *out, const int16_t *samples) {
    for (uint32_t i = 0; i < capture.ring.block; i++) {
        int32_t loud = (samples[i] * capture.gain_q12 + 2048) >> 12;
        out[i] = (int16_t)(loud > INT16_MAX ? INT16_MAX : loud < INT16_MIN ? INT16_MIN : loud);
    }
}

int hal_capture_read(int16_t *out, uint32_t *lost) {
    *lost = 0;
    if (!capture_runs()) {
        return CN_ERR_STATE;
    }
    const uint32_t kept = capture.ring.blocks - 1;
    while (capture.read != capture.full) {
        uint32_t waiting = capture.full - capture.read;
        if (waiting > kept) {
            *lost += waiting - kept;
            capture.read += waiting - kept;
        }
        copy(out, place(capture.read));
        if (capture.full - capture.read <= kept) {
            capture.read++;
            return (int)capture.ring.block;
        }
        // the DMA came round while this was copied: take the next one
    }
    return 0;
}

void hal_capture_stop(void) {
    if (!capture_runs()) {
        return;
    }
    REG(I2S0_RX_CONF) &= ~START;
    REG(GDMA_IN_INT_ENA) = 0;
    REG(GDMA_IN_LINK) = LINK_STOP;
    REG(GPIO_FUNC_OUT(PIN_PDM_CLOCK)) = GPIO_PLAIN;
    close_gates();
    sleep_release();
    capture.ring.blocks = 0;
}
