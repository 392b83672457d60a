// NOTICE of the repository: whose work it and what it builds can hold, and where the texts of the licences are.
import {works} from '../../build/licences.ts';

export function notice(): string {
	const parts = works.map(
		({name, licence, from, text}) =>
			`  ${name}\n    licence: ${licence}, text in ${text}\n    from: ${from}\n`,
	);
	return [
		'Catnap\nCopyright (c) 2026 the Catnap authors. Licence: MIT, text in LICENSE.\n\n',
		'Firmware that is built from this repository holds, depending on the board, work of others:\n\n',
		...parts,
		'\nApps can hold helpers of the npm package tslib (0BSD), and the npm packages that they import.\n',
		'\nEach build writes NOTICE beside what it makes: exactly what is in there, with the texts.\n',
		'`catnap licenses --board <board>` prints it for a firmware, `catnap licenses` prints everything.\n',
		'\nThe repository itself holds of these: the description of the registers, in boards/chips/nrf5340/, and lines\n',
		'of QuickJS around the changes in bindings/engine/patches/. The spectra of examples/fan-monitor were measured\n',
		'on recordings by NXP (BSD-3-Clause), which training-report.md there names.\n',
		'\nGenerated from tools/build/licences.ts by tools/dev/gen/notice.ts (npm run gen).\n',
	].join('');
}
