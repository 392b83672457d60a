// The loop: run what is ready, then sleep. Steps are the same on every board.
#ifndef CN_LOOP_H
#define CN_LOOP_H

#include <stdbool.h>

// What the script engine gives to the loop; the core knows nothing else of it.
struct cn_loop_script {
    bool (*run_jobs)(void *context); // run all queued jobs; true if any ran
    void *context;
};

// Dispatch pins, timers and script jobs until nothing is ready; returns whether anything ran.
bool cn_loop_turn(const struct cn_loop_script *script);

// Turn and sleep forever.
_Noreturn void cn_loop_run(const struct cn_loop_script *script);

void cn_loop_init(void);

#endif
