// What work costs, in Cortex-M33 instructions: reported with hal_spend so that virtual time passes by it.
// Source: counted on qemu-an505 with examples/fan-monitor; test/apps/cost.test.ts holds them against the
// count.
#ifndef CN_COST_H
#define CN_COST_H

#define CN_COST_DRAIN 3000u         // one drain of a sensor, without its samples
#define CN_COST_SAMPLE 20u          // each sample: FIFO to ring to window
#define CN_COST_WORD 60u            // each tagged word of three axes: FIFO to ring to window
#define CN_COST_SCRIPT_ENTRY 6000u  // C into the script engine and back: one callback
#define CN_COST_SCRIPT_JOB 9000u    // one promise job, with what an app usually does in it
#define CN_COST_SCRIPT_TICK 190000u // between two checks of a running script by the watchdog
#define CN_COST_BOOT 750000u        // start of the engine
#define CN_COST_LOAD_BYTE 120u      // each byte of the app's bytecode: hashed, read, its top level run
#define CN_COST_CONVERSION 500u     // one conversion of an analog input, without its waiting
#define CN_COST_TRANSFER 1200u      // one transfer of an app on a bus, without its waiting
#define CN_COST_BLOCK 1500u         // one block of a microphone, without its samples
#define CN_COST_SOUND_SAMPLE 2u     // each sample: block to window
#define CN_COST_TIMER 300u          // one timer dispatched

#endif
