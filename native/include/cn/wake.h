// Wake bits: interrupts raise them, the loop takes them. Take first, then drain, and no edge is lost.
#ifndef CN_WAKE_H
#define CN_WAKE_H

#include <stdbool.h>
#include <stdint.h>

// One bit a watched pin slot; slots are handed out by cn_pin_watch.
#define CN_WAKE_SLOTS 16

// Raise `slot` by one or more edges; the first moment is kept until it is taken. Interrupt-safe; constant
// time.
void cn_wake_raise(uint8_t slot, uint64_t at_us, uint32_t edges);

// Whether any bit is raised. Any context. The board asks with interrupts masked before it sleeps.
bool cn_wake_pending(void);

// The raised slots: slot n is bit n. Any context.
uint32_t cn_wake_raised(void);

// As cn_wake_take, but the bit stays raised.
bool cn_wake_peek(uint8_t slot, uint64_t *at_us);

// Take `slot`: false if it was not raised, else true, its first moment and how many edges there were since
// the last take, up to UINT32_MAX.
bool cn_wake_take(uint8_t slot, uint64_t *at_us, uint32_t *edges);

void cn_wake_init(void);

#endif
