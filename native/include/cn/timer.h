// Timers: moments at which the loop calls a handler, kept in a fixed table.
#ifndef CN_TIMER_H
#define CN_TIMER_H

#include <stdbool.h>
#include <stdint.h>

#define CN_TIMERS 32

typedef void (*cn_timer_handler)(void *context, uint64_t due_us);

// Call `handler` at the moment `due_us`, then, if `period_us` is not 0, every `period_us` after that moment
// (no drift; missed periods are skipped and never pile up). Returns an id of 1 or more, or CN_ERR_FULL.
int cn_timer_start(uint64_t due_us, uint64_t period_us, cn_timer_handler handler, void *context);

// The same with a duration from now, `delay_us`.
int cn_timer_after(uint64_t delay_us, uint64_t period_us, cn_timer_handler handler, void *context);

// Stop a timer; an id that has ended is ignored. Returns the context given at start, or NULL.
void *cn_timer_stop(int id);

// Calls of a periodic timer that were skipped because it was dispatched too late; 0 for an id that has ended.
int cn_timer_missed(int id);

// The earliest due moment, or HAL_FOREVER.
uint64_t cn_timer_next_us(void);

// Run the one timer that is due at `now_us` first (by due moment, then by start); false if none is due.
bool cn_timer_dispatch(uint64_t now_us);

void cn_timer_init(void);

#endif
