// Names that the chip does not have: an error where they are used, a warning where only code of a package might use them.
import {parseAst} from 'rollup/parseAst';
import {CatnapError} from '../../lib/errors.ts';
import type {Absent} from './absent.ts';
import {certainOffsets} from './certain.ts';
import type {LanguageUse} from './intrinsics.ts';
import type {ModuleCode} from './module-code.ts';
import type {Position, Symbolicator} from './symbolicate.ts';
import type {Node} from './syntax.ts';

/** Through which imports a file of a package came into the app; undefined for files of the app. */
export type Chain = (file: string) => string | undefined;

/** The warnings, one for each name in each file; the first name that is certainly used is thrown. */
export function refuseAbsent(
	uses: readonly LanguageUse[],
	modules: readonly ModuleCode[],
	symbolicator: Symbolicator,
	chain: Chain,
): string[] {
	return [
		...new Set(uses.flatMap(({absent}, index) => warningsIn(absent, modules[index]!, symbolicator, chain))),
	];
}

function warningsIn(
	absent: readonly Absent[],
	{name, code}: ModuleCode,
	symbolicator: Symbolicator,
	chain: Chain,
): string[] {
	if (absent.length === 0) return [];
	const placeAt = (offset: number): Position | undefined => {
		const before = code.slice(0, offset).split('\n');
		return symbolicator.position(before.length, before.at(-1)!.length + 1, name);
	};
	const isOwn = ({start}: Node): boolean => {
		const place = placeAt(start);
		return place !== undefined && chain(place.file) === undefined;
	};
	const certain = certainOffsets(parseAst(code) as unknown as Node, isOwn);
	return absent.map(one => {
		const place = placeAt(one.offset);
		const imports = place && chain(place.file);
		if (imports === undefined || certain.has(one.offset)) throw notOnChip(one, place, name, imports);
		const file = place!.file.replace(/^.*node_modules\//, '');
		return `${file} can ask for \`${one.name}\`, which does not exist on the chip: ${one.reason}`;
	});
}

function notOnChip(
	{name, reason}: Absent,
	place: Position | undefined,
	module: string,
	imports: string | undefined,
): CatnapError {
	return new CatnapError('NOT_ON_CHIP', {
		name,
		reason,
		where: place === undefined ? module : `${place.file}:${place.line}:${place.column}`,
		received: imports,
	});
}
