// `npm run prepack`: makes dist/, which the npm package holds beside the library: our programs compiled, and all firmware
// built. CATNAP_PACK_BOARDS names the boards of a trial package; a package for others has all that can be built.
import {join} from 'node:path';
import {loadBoards} from '../../../boards/facts/boards.ts';
import {portOf} from '../../../boards/facts/port.ts';
import {CatnapError} from '../../../lib/errors.ts';
import {progress} from '../../../lib/output.ts';
import {catnapRoot} from '../../../lib/root.mjs';
import {compilePrograms} from './compile.ts';
import {packFirmware} from './firmware.ts';
import {packLibrary} from './library.ts';

const dist = join(catnapRoot, 'dist');

try {
	const chosen = process.env.CATNAP_PACK_BOARDS?.split(',');
	const boards = (await loadBoards()).filter(board => portOf(board) !== undefined);
	await compilePrograms(dist);
	await packLibrary(dist);
	await packFirmware(
		dist,
		boards.filter(({name}) => chosen?.includes(name) ?? true),
	);
} catch (error) {
	if (!(error instanceof CatnapError)) throw error;
	progress(error.message);
	process.exitCode = error.exitCode;
}
