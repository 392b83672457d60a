// Watched pins: a table from pin to handler; the interrupt only raises the slot's wake bit.
#include "cn/pin.h"

#include "cn/assert.h"
#include "cn/error.h"
#include "cn/wake.h"

struct watch {
    cn_pin_handler handler; // NULL: the slot is free
    void *context;
    enum hal_edge edge;
    uint8_t pin;
};

static struct watch watches[CN_WAKE_SLOTS];

void cn_pin_init(void) {
    for (int i = 0; i < CN_WAKE_SLOTS; i++) {
        watches[i] = (struct watch){0};
    }
}

static uint32_t claimed[2]; // one bit a pin

int cn_pin_claim(uint32_t pin) {
    if (pin >= 64) {
        return CN_ERR_INVAL;
    }
    if (claimed[pin / 32] >> pin % 32 & 1) {
        return CN_ERR_BUSY;
    }
    claimed[pin / 32] |= 1u << pin % 32;
    return CN_OK;
}

void cn_pin_release(uint32_t pin) {
    CN_ASSERT(pin < 64);
    claimed[pin / 32] &= ~(1u << pin % 32);
}

// The edges that all slots of `pin` want, as one board setting.
static enum hal_edge edges_of(uint8_t pin) {
    unsigned edges = HAL_EDGE_NONE;
    for (int i = 0; i < CN_WAKE_SLOTS; i++) {
        if (watches[i].handler && watches[i].pin == pin) {
            edges |= watches[i].edge;
        }
    }
    return (enum hal_edge)edges;
}

int cn_pin_watch(uint8_t pin, enum hal_edge edge, cn_pin_handler handler, void *context) {
    CN_ASSERT(handler && edge != HAL_EDGE_NONE);
    for (int slot = 0; slot < CN_WAKE_SLOTS; slot++) {
        if (watches[slot].handler) {
            continue;
        }
        watches[slot] = (struct watch){handler, context, edge, pin};
        int res = hal_pin_watch(pin, edges_of(pin));
        if (res < 0) {
            watches[slot].handler = NULL;
            return res;
        }
        return slot;
    }
    return CN_ERR_FULL;
}

void cn_pin_unwatch(int slot) {
    CN_ASSERT(slot >= 0 && slot < CN_WAKE_SLOTS);
    if (!watches[slot].handler) {
        return;
    }
    uint32_t state = hal_irq_lock();
    watches[slot].handler = NULL;
    uint64_t ignored_us;
    uint32_t ignored;
    cn_wake_take((uint8_t)slot, &ignored_us,
                 &ignored); // an edge of the past must not wake the slot's next owner
    hal_irq_unlock(state);
    int res = hal_pin_watch(watches[slot].pin, edges_of(watches[slot].pin));
    CN_ASSERT(res >= 0); // watching less than before cannot fail
}

void cn_pin_isr(uint8_t pin, uint64_t at_us, uint32_t edges) {
    for (uint8_t slot = 0; slot < CN_WAKE_SLOTS; slot++) {
        if (watches[slot].handler && watches[slot].pin == pin) {
            cn_wake_raise(slot, at_us, edges);
        }
    }
}

static int earliest_slot(uint64_t *at_us) {
    int found = -1;
    for (uint32_t left = cn_wake_raised(); left; left &= left - 1) {
        uint8_t slot = (uint8_t)__builtin_ctz(left);
        uint64_t moment_us;
        if (watches[slot].handler && cn_wake_peek(slot, &moment_us) && (found < 0 || moment_us < *at_us)) {
            *at_us = moment_us;
            found = slot;
        }
    }
    return found;
}

bool cn_pin_slot_raised(int slot, uint8_t *pin, uint64_t *at_us) {
    CN_ASSERT(slot >= 0 && slot < CN_WAKE_SLOTS);
    *pin = watches[slot].pin;
    return watches[slot].handler && cn_wake_peek((uint8_t)slot, at_us);
}

bool cn_pin_dispatch(void) {
    uint64_t at_us;
    uint32_t edges;
    int slot = earliest_slot(&at_us);
    if (slot < 0 || !cn_wake_take((uint8_t)slot, &at_us, &edges)) {
        return false;
    }
    watches[slot].handler(watches[slot].context, at_us, edges);
    return true;
}
