// Firmware for the package: that of each board, the runtime of models on the PC, and the simulated LX7 core, listed with the
// hashes of their sources.
import {copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {extname, join} from 'node:path';
import {portOf} from '../../../boards/facts/port.ts';
import type {BoardFacts} from '../../../boards/facts/schema.ts';
import {type Prebuilt, prebuiltList, sha256} from '../../../lib/prebuilt.ts';
import {catnapRoot} from '../../../lib/root.mjs';
import {lx7Module, lx7ModuleName, lx7SourcesHash} from '../../../sim/cores/lx7/build.ts';
import {ensureFirmware} from '../../build/firmware.ts';
import {inputFiles, sourcesHash} from '../../build/inputs.ts';
import {buildHostModule, hostModuleHash, hostModuleName} from '../../model/host.ts';

export async function packFirmware(dist: string, boards: readonly BoardFacts[]): Promise<void> {
	const folder = join(dist, 'firmware');
	rmSync(folder, {recursive: true, force: true});
	mkdirSync(folder, {recursive: true});
	const put = (name: string, path: string, rest: Pick<Prebuilt, 'sources' | 'held'>): [string, Prebuilt] => {
		const file = `${name}${extname(path)}`;
		copyFileSync(path, join(folder, file));
		return [name, {file, sha256: sha256(readFileSync(path)), ...rest}];
	};
	const list: [string, Prebuilt][] = [];
	for (const board of boards) {
		const {path, held} = await ensureFirmware(board.name);
		list.push(put(board.name, path, {sources: boardSources(board), held}));
	}
	list.push(put(hostModuleName, buildHostModule(), {sources: hostModuleHash(), held: []}));
	list.push(put(lx7ModuleName, await lx7Module(), {sources: lx7SourcesHash(), held: []}));
	writeFileSync(join(folder, prebuiltList), `${JSON.stringify(Object.fromEntries(list), null, 1)}\n`);
}

/** What a firmware of the package must have been built from. */
export function boardSources(board: BoardFacts): string {
	return sourcesHash(catnapRoot, inputFiles(catnapRoot, board, portOf(board)!));
}
