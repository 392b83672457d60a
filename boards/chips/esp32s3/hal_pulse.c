// Pulse counters: PCNT. A unit counts a pin endlessly, in steps of what it holds; one whose mark is asked for
// has a second unit, which is cleared for each mark: a limit counts only from a clear on, and a clear loses
// edges. The clock stands still in light sleep: while a pin is counted the core idles instead.
#include "cn/error.h"
#include "cn/hal.h"
#include "cn/pin.h"
#include "port.h"

#define UNITS 4u
#define LIMIT 32767u           // at which a unit begins from 0 again
#define LOWEST (0x8000u << 16) // the other limit, which is never reached
#define CONF_LIMIT_EVENT BIT(12)
#define CONF_RISING (1u << 18)
#define CONF_FALLING (1u << 16)
#define CTRL_REGISTERS_ON BIT(16)
#define CTRL_CLEAR(unit) BIT(2 * (unit))
#define CTRL_ALL_CLEAR 0x55u
#define TRIES 8u

enum use { FREE, COUNTS, ALARMS };

static struct unit {
    enum use use;
    uint8_t pin;
    uint8_t alarm; // of one that counts: the unit of its mark; UNITS: none
    bool is_marked;
    uint32_t conf; // of both
    uint32_t base; // what it counted before it last began from 0
    uint32_t mark;
} units[UNITS];

static unsigned find(uint8_t pin) {
    unsigned unit = 0;
    while (unit < UNITS && !(units[unit].use == COUNTS && units[unit].pin == pin)) {
        unit++;
    }
    return unit;
}

static unsigned find_free(void) {
    unsigned unit = 0;
    while (unit < UNITS && units[unit].use != FREE) {
        unit++;
    }
    return unit;
}

static uint32_t held(unsigned unit) {
    return REG(PCNT_CNT(unit)) & 0xffff;
}

// Interrupts are masked. An overflow that the handler has not seen yet counts as well [pulse_cnt.c].
static uint32_t count_of(unsigned unit) {
    uint32_t count = held(unit);
    if ((REG(PCNT_INT_RAW) & BIT(unit)) && count < LIMIT / 2) {
        count += LIMIT;
    }
    return units[unit].base + count;
}

static void clear(unsigned unit, uint32_t limit) {
    REG(PCNT_CONF2(unit)) = LOWEST | limit;
    REG(PCNT_CTRL) |= CTRL_CLEAR(unit);
    REG(PCNT_INT_CLR) = BIT(unit);
    REG(PCNT_CTRL) &= ~CTRL_CLEAR(unit);
}

// Interrupts are masked. Returns whether the mark is reached already. Edges while it is armed would make it
// late.
static bool arm(struct unit *counter, unsigned unit) {
    for (unsigned i = 0; i < TRIES; i++) {
        uint32_t before = count_of(unit), distance = counter->mark - before;
        if ((int32_t)distance <= 0) {
            counter->is_marked = false;
            return true;
        }
        clear(counter->alarm, distance < LIMIT ? distance : LIMIT);
        uint32_t passed = held(counter->alarm);
        if (count_of(unit) - before == passed) {
            break;
        }
    }
    counter->is_marked = true;
    return false;
}

static void pulse_isr(void) {
    uint64_t at_us = hal_now_us();
    hal_mark(HAL_MARK_ISR, 0);
    uint32_t events = REG(PCNT_INT_ST);
    REG(PCNT_INT_CLR) = events;
    for (unsigned unit = 0; unit < UNITS; unit++) {
        if (events & BIT(unit)) {
            units[unit].base += LIMIT;
        }
    }
    bool is_news = false;
    for (unsigned unit = 0; unit < UNITS; unit++) {
        struct unit *counter = &units[unit];
        if (counter->use == COUNTS && counter->is_marked && (events & BIT(counter->alarm))) {
            is_news = arm(counter, unit) || is_news;
        }
    }
    if (is_news) {
        cn_pin_isr(HAL_PULSE_LINE, at_us, 1);
    }
}

static void open_gate(void) {
    sleep_hold();
    REG(SYSTEM_PERIP_CLK_EN0) |= GATE_PCNT;
    REG(SYSTEM_PERIP_RST_EN0) |= GATE_PCNT;
    REG(SYSTEM_PERIP_RST_EN0) &= ~GATE_PCNT;
    REG(PCNT_CTRL) = CTRL_REGISTERS_ON | CTRL_ALL_CLEAR;
    irq_handle(IRQ_PULSE, pulse_isr);
    irq_enable(IRQ_PULSE, SOURCE_PCNT);
}

static bool is_idle(void) {
    for (unsigned unit = 0; unit < UNITS; unit++) {
        if (units[unit].use != FREE) {
            return false;
        }
    }
    return true;
}

static void start(unsigned unit, const struct unit *what) {
    units[unit] = *what;
    REG(GPIO_FUNC_IN(PCNT_SIGNAL(unit))) = BIT(7) | what->pin;
    REG(PCNT_CONF0(unit)) = what->conf;
    clear(unit, LIMIT);
    REG(PCNT_INT_ENA) |= BIT(unit);
}

int hal_pulse_open(uint8_t pin, enum hal_pin_mode mode, enum hal_edge edge) {
    unsigned unit = find_free();
    if (unit == UNITS) {
        return pin_exists(pin) ? CN_ERR_FULL : CN_ERR_INVAL;
    }
    int res = hal_pin_mode(pin, mode);
    if (res < 0) {
        return res;
    }
    uint32_t conf = CONF_LIMIT_EVENT | (edge & HAL_EDGE_RISING ? CONF_RISING : 0) |
                    (edge & HAL_EDGE_FALLING ? CONF_FALLING : 0);
    uint32_t state = hal_irq_lock();
    if (is_idle()) {
        open_gate();
    }
    start(unit, &(struct unit){.use = COUNTS, .pin = pin, .alarm = UNITS, .conf = conf});
    hal_irq_unlock(state);
    return CN_OK;
}

uint32_t hal_pulse_read(uint8_t pin) {
    unsigned unit = find(pin);
    if (unit == UNITS) {
        return 0;
    }
    uint32_t state = hal_irq_lock();
    uint32_t count = count_of(unit);
    hal_irq_unlock(state);
    return count;
}

int hal_pulse_mark(uint8_t pin, uint32_t mark) {
    unsigned unit = find(pin);
    if (unit == UNITS) {
        return CN_OK;
    }
    struct unit *counter = &units[unit];
    uint32_t state = hal_irq_lock();
    if (counter->alarm == UNITS) {
        counter->alarm = (uint8_t)find_free();
        if (counter->alarm < UNITS) {
            start(counter->alarm, &(struct unit){.use = ALARMS, .pin = pin, .conf = counter->conf});
        }
    }
    bool has_alarm = counter->alarm < UNITS;
    if (has_alarm) {
        counter->mark = mark;
        (void)arm(counter, unit); // one that is reached is not reported
    }
    hal_irq_unlock(state);
    return has_alarm ? CN_OK : CN_ERR_FULL;
}

static void stop(unsigned unit) {
    REG(PCNT_INT_ENA) &= ~BIT(unit);
    REG(PCNT_CTRL) |= CTRL_CLEAR(unit);
    units[unit].use = FREE;
}

void hal_pulse_close(uint8_t pin) {
    unsigned unit = find(pin);
    if (unit == UNITS) {
        return;
    }
    uint32_t state = hal_irq_lock();
    if (units[unit].alarm < UNITS) {
        stop(units[unit].alarm);
    }
    stop(unit);
    if (is_idle()) {
        REG(SYSTEM_PERIP_CLK_EN0) &= ~GATE_PCNT;
        sleep_release();
    }
    hal_irq_unlock(state);
}
