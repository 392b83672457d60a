// Watched pins: an edge raises a wake bit in the interrupt and calls a handler from the loop.
#ifndef CN_PIN_H
#define CN_PIN_H

#include "cn/hal.h"

// Called from the loop, with the moment of the first edge since the last call and the number of edges since
// it. Edges that follow each other faster than the board's interrupt can take them are one.
typedef void (*cn_pin_handler)(void *context, uint64_t at_us, uint32_t edges);

// Call `handler` after each `edge` of `pin`. Returns the slot (0 or more) for cn_pin_unwatch, CN_ERR_FULL, or
// the board's error.
int cn_pin_watch(uint8_t pin, enum hal_edge edge, cn_pin_handler handler, void *context);
void cn_pin_unwatch(int slot);

// The board's interrupt handlers call this for each edge, or for several that came before the interrupt was
// taken, with the moment of the first. Interrupt-safe.
void cn_pin_isr(uint8_t pin, uint64_t at_us, uint32_t edges);

// Run the handler of the raised slot whose moment is the earliest; false if none is raised.
bool cn_pin_dispatch(void);

// The pin of a raised slot and the moment of its first edge; false if the slot is not raised.
bool cn_pin_slot_raised(int slot, uint8_t *pin, uint64_t *at_us);

// Take a pin for what drives or counts it by itself, until it is released. CN_ERR_BUSY: it is taken;
// CN_ERR_INVAL: no board has such a pin.
int cn_pin_claim(uint32_t pin);
void cn_pin_release(uint32_t pin);

void cn_pin_init(void);

#endif
