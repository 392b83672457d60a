// What compiles for a core: the compiler and the flags that all C for it has.

import type {BoardFacts} from './schema.ts';

export interface CoreFact {
	readonly compiler: string;
	/** As CMake names the processor. */
	readonly processor: string;
	/** LLVM's name of the target, for a compiler that has several. */
	readonly target?: string;
	readonly flags: readonly string[];
	readonly linkFlags: readonly string[];
	/** Of the linked firmware. */
	readonly suffix: 'wasm' | 'elf';
}

export const cores: Readonly<Partial<Record<BoardFacts['core'], CoreFact>>> = {
	// clang for wasm32 with Debian's wasi-libc
	wasm32: {
		compiler: 'clang',
		processor: 'wasm32',
		target: 'wasm32-wasi',
		flags: [],
		// the stack lies below all data, so that an overflow traps instead of overwriting them
		linkFlags: ['-mexec-model=reactor', '-Wl,--stack-first'],
		suffix: 'wasm',
	},
	// Debian's arm-none-eabi-gcc with newlib-nano
	'cortex-m33': {
		compiler: 'arm-none-eabi-gcc',
		processor: 'cortex-m33',
		flags: ['-mcpu=cortex-m33', '-mthumb', '-mfpu=fpv5-sp-d16', '-mfloat-abi=hard'],
		linkFlags: ['-nostartfiles', '-specs=nano.specs', '-specs=nosys.specs', '-Wl,--no-warn-rwx-segments'],
		suffix: 'elf',
	},
	// Debian's Xtensa gcc with the ESP32-S3's core description (tools/build/xtensa); newlib's headers, but no library:
	// what core and engine call is in native/math and the chip's port
	'xtensa-lx7': {
		compiler: 'xtensa-lx7-elf-gcc',
		processor: 'xtensa',
		// gcc 13.3 ends with an internal error where it moves a float constant out of a loop (native/dsp/feature_sound.c)
		flags: ['-mlongcalls', '-fno-gcse-lm', '-idirafter', '/usr/include/newlib'],
		linkFlags: ['-nostdlib', '-Wl,--no-warn-rwx-segments'],
		suffix: 'elf',
	},
};
