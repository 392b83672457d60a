// What work costs, in Cortex-M33 instructions: reported with hal_spend so that virtual time passes by it.
// Source: counted on qemu-an505 with examples/fan-monitor; test/apps/cost.test.ts holds them against the
// count.
#ifndef CN_COST_H
#define CN_COST_H

#define CN_COST_DRAIN 900u          // one drain of a sensor, without its samples
#define CN_COST_SAMPLE 60u          // each sample: FIFO to ring to window
#define CN_COST_SCRIPT_ENTRY 6000u  // C into the script engine and back: one callback or promise and its jobs
#define CN_COST_SCRIPT_TICK 190000u // between two checks of a running script by the watchdog
#define CN_COST_BOOT 880000u        // image check and start of the engine
#define CN_COST_LOAD_BYTE 110u      // each byte of the app's bytecode
#define CN_COST_TIMER 300u          // one timer dispatched

#endif
