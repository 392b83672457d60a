// Work of others that a firmware can hold: its licence, where its text is, and by which linked objects it shows.

export interface Work {
	readonly name: string;
	/** An SPDX expression. */
	readonly licence: string;
	readonly from: string;
	/** Path of the text in the repository; of a source file its first comment counts. */
	readonly text: string;
	/** What a firmware holds of it, in the words of tools/build/linked.ts. */
	readonly holds: RegExp;
}

export const works: readonly Work[] = [
	{
		name: 'QuickJS 2025-04-26',
		licence: 'MIT',
		from: 'Debian source package quickjs; changed by bindings/engine/patches',
		text: 'licences/quickjs.txt',
		holds: /^quickjs\//,
	},
	{
		name: 'Unicode character data',
		licence: 'Unicode-3.0',
		from: 'tables of QuickJS, made from data files of Unicode',
		text: 'licences/unicode.txt',
		holds: /^quickjs\/libunicode\.c$/,
	},
	{
		name: 'newlib',
		licence: 'LicenseRef-newlib',
		from: 'Debian package libnewlib-arm-none-eabi',
		text: 'licences/newlib.txt',
		holds: /\/arm-none-eabi\/lib\/.*\/lib(c|m|nosys)(_nano)?\.a\(/,
	},
	{
		name: 'libgcc',
		licence: 'GPL-3.0-or-later WITH GCC-exception-3.1',
		from: 'Debian package gcc-arm-none-eabi',
		text: 'licences/libgcc.txt',
		holds: /\/libgcc\.a\(/,
	},
	{
		name: 'wasi-libc',
		licence: 'MIT AND BSD-2-Clause AND CC0-1.0',
		from: 'Debian package wasi-libc',
		text: 'licences/wasi-libc.txt',
		holds: /\/wasm32-wasi(?:p1)?\/(lib(c|m)\.a\(|crt1[\w-]*\.o$)/,
	},
	{
		// clang 14 needs nothing of it for our code; another version may
		name: 'compiler-rt builtins',
		licence: 'Apache-2.0 WITH LLVM-exception',
		from: 'Debian package libclang-rt-14-dev-wasm32',
		text: 'licences/compiler-rt.txt',
		holds: /\/libclang_rt\.builtins[\w-]*\.a\(/,
	},
	{
		name: "Nordic's description of the registers of the nRF5340",
		licence: 'BSD-3-Clause',
		from: 'nrf5340_application.svd of nrfx 4.2.1',
		text: 'boards/chips/nrf5340/registers.h',
		holds: /^boards\/chips\/nrf5340\/registers\.h$/,
	},
];
