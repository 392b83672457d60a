// `catnap licenses`: whose work a firmware holds, under which licences, with their texts.
import {createRequire} from 'node:module';
import {dirname} from 'node:path';
import {type Command, Option} from 'commander';
import {boardNames} from '../../boards/facts/boards.ts';
import {print} from '../../lib/output.ts';

export function register(program: Command): void {
	program
		.command('licenses')
		.description('print whose work firmware and apps hold, and under which licences')
		.addOption(new Option('--board <name>', 'of the firmware of this board only').choices(boardNames()))
		.action(licenses);
}

async function licenses({board}: {readonly board?: string}): Promise<void> {
	const {allParts, noticeText, partsOf} = await import('../build/notice.ts');
	if (board !== undefined) {
		const {ensureFirmware} = await import('../build/firmware.ts');
		const {held} = await ensureFirmware(board);
		print(noticeText(`The firmware for ${board}`, partsOf(held)).trimEnd());
		return;
	}
	const {packagePart} = await import('../build/packages.ts');
	const helpers = packagePart(dirname(createRequire(import.meta.url).resolve('tslib')), []);
	print(noticeText('What Catnap builds, depending on board and app,', [...allParts(), helpers]).trimEnd());
}
