// The app image of SPEC.md: one file of header, table of sections and sections; written here, read back here.
import {createHash} from 'node:crypto';
import {CatnapError, type ThrownFacts, type Which} from '../../lib/errors.ts';

export const imageVersion = 2;

/** Section types of SPEC.md. */
export const sectionTypes = {bytecode: 1, plan: 2, asset: 3, module: 4} as const;
export type SectionType = keyof typeof sectionTypes;

/** Bits 0..7 of the flags: parts of the language that the app pays RAM for. */
export const intrinsicBits = {Date: 1, RegExp: 2, Proxy: 4, WeakRef: 8, MapSet: 32} as const;
export type Intrinsic = keyof typeof intrinsicBits;
/** Bits 24..31. */
const triesShift = 24;

export interface ImageSection {
	readonly type: SectionType;
	/** The asset number of a plan or asset, the number of a module beside the main one; 0 for the bytecode. */
	readonly id: number;
	readonly data: Uint8Array;
}

export interface Image {
	/** Up to 16 bytes of UTF-8. */
	readonly name: string;
	/** First 8 bytes of the sha256 of the bytecode ABI string. */
	readonly engineId: Uint8Array;
	readonly intrinsics: readonly Intrinsic[];
	/** Crashes in a row after which the chip goes off; before, the app is started again. @default 0, it stays as it is */
	readonly tries?: number;
	/** 0: any board. */
	readonly boardId: number;
	readonly sections: readonly ImageSection[];
}

const magic = 'CTNP';
const fixedHeader = 112;
const sectionEntry = 16;
const hashField = {at: 32, bytes: 32} as const;
const nameField = {at: 64, bytes: 16} as const;

const align16 = (value: number): number => (value + 15) & ~15;

/** The bytes of the image; sections lie in the order given. */
export function writeImage(image: Image): Uint8Array {
	checkSections(image.sections);
	const headerBytes = align16(fixedHeader + sectionEntry * image.sections.length);
	const offsets: number[] = [];
	let length = headerBytes;
	for (const {data} of image.sections) {
		offsets.push(length);
		length = align16(length + data.length);
	}
	const bytes = new Uint8Array(length);
	const view = new DataView(bytes.buffer);
	writeHeader(view, image, headerBytes);
	for (const [index, {type, id, data}] of image.sections.entries()) {
		const entry = [sectionTypes[type], offsets[index]!, data.length, id];
		for (const [word, value] of entry.entries()) {
			view.setUint32(fixedHeader + sectionEntry * index + 4 * word, value, true);
		}
		bytes.set(data, offsets[index]);
	}
	bytes.set(hashOf(bytes), hashField.at);
	return bytes;
}

/** The sha256 of every byte but its own. */
function hashOf(bytes: Uint8Array): Buffer {
	const {at, bytes: length} = hashField;
	return createHash('sha256')
		.update(bytes.subarray(0, at))
		.update(bytes.subarray(at + length))
		.digest();
}

function writeHeader(view: DataView, image: Image, headerBytes: number): void {
	const bytes = new Uint8Array(view.buffer);
	if (image.engineId.length !== 8) throw new RangeError(`engineId has ${image.engineId.length} bytes, not 8`);
	bytes.set(Buffer.from(magic, 'latin1'), 0);
	view.setUint16(4, imageVersion, true);
	view.setUint16(6, headerBytes, true);
	bytes.set(image.engineId, 8);
	view.setUint32(16, bytes.length, true);
	view.setUint32(20, flagsOf(image), true);
	view.setUint16(24, image.sections.length, true);
	view.setUint16(26, image.boardId, true);
	bytes.set(fitName(image.name), nameField.at);
}

function flagsOf({intrinsics, tries = 0}: Image): number {
	return intrinsics.reduce((flags, name) => flags | intrinsicBits[name], tries * 2 ** triesShift);
}

/** The name cut to the field at a character, never inside one. */
function fitName(name: string): Uint8Array {
	let fit = name;
	while (Buffer.byteLength(fit) > nameField.bytes) fit = [...fit].slice(0, -1).join('');
	return Buffer.from(fit);
}

function checkSections(sections: readonly ImageSection[]): void {
	const mains = sections.filter(({type}) => type === 'bytecode').length;
	if (mains !== 1) throw new RangeError(`an image holds exactly one bytecode section, not ${mains}`);
}

/** The length that a header states; undefined: it is none. */
export function imageLength(header: Uint8Array): number | undefined {
	if (header.length < 20 || Buffer.from(header.subarray(0, 4)).toString('latin1') !== magic) return undefined;
	return new DataView(header.buffer, header.byteOffset).getUint32(16, true);
}

/** Read an image back; throws BAD_IMAGE with what is wrong where, and never returns a doubtful one. */
export function readImage(bytes: Uint8Array, where = 'image'): Image {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const headerBytes = checkHeader(bytes, view, where);
	const sections = readSections(bytes, view, headerBytes, where);
	const flags = view.getUint32(20, true);
	const tries = flags >>> triesShift;
	const name = bytes.subarray(nameField.at, nameField.at + nameField.bytes);
	return {
		name: Buffer.from(name).toString('utf8').replace(/\0+$/, ''),
		engineId: bytes.slice(8, 16),
		intrinsics: (Object.keys(intrinsicBits) as Intrinsic[]).filter(key => flags & intrinsicBits[key]),
		...(tries > 0 && {tries}),
		boardId: view.getUint16(26, true),
		sections,
	};
}

type HeaderMistake = Exclude<Which<'BAD_IMAGE'>, 'type' | 'place'>;

function checkHeader(bytes: Uint8Array, view: DataView, where: string): number {
	const check = (good: boolean, which: HeaderMistake, expected: unknown, received: unknown): void => {
		if (!good) throw badImage({which}, where, expected, received);
	};
	check(bytes.length >= fixedHeader, 'cut', `${fixedHeader} bytes or more`, bytes.length);
	const found = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
	check(found === magic, 'magic', magic, JSON.stringify(found));
	const version = view.getUint16(4, true);
	check(version === imageVersion, 'version', imageVersion, version);
	const length = view.getUint32(16, true);
	check(length === bytes.length, 'length', length, bytes.length);
	const headerBytes = view.getUint16(6, true);
	const expected = align16(fixedHeader + sectionEntry * view.getUint16(24, true));
	check(headerBytes === expected && headerBytes <= length, 'header', expected, headerBytes);
	const hash = hashOf(bytes).toString('hex');
	const stored = Buffer.from(bytes.subarray(hashField.at, hashField.at + hashField.bytes)).toString('hex');
	check(hash === stored, 'hash', stored, hash);
	return headerBytes;
}

function readSections(bytes: Uint8Array, view: DataView, headerBytes: number, where: string): ImageSection[] {
	const types = new Map(
		Object.entries(sectionTypes).map(([name, value]) => [value as number, name as SectionType]),
	);
	const sections: ImageSection[] = [];
	let free = headerBytes;
	for (let index = 0; index < view.getUint16(24, true); index++) {
		const at = fixedHeader + sectionEntry * index;
		const [type, offset, length, id] = [0, 4, 8, 12].map(word => view.getUint32(at + word, true)) as [
			number,
			number,
			number,
			number,
		];
		const name = types.get(type);
		if (name === undefined) throw badImage({which: 'type', index}, where, [...types.keys()].join(', '), type);
		if (offset % 16 !== 0 || offset < free || offset + length > bytes.length) {
			const allowed = `${free}..${bytes.length}, a multiple of 16`;
			throw badImage({which: 'place', index}, where, allowed, `${offset}+${length}`);
		}
		free = offset + length;
		sections.push({type: name, id, data: bytes.slice(offset, offset + length)});
	}
	const mains = sections.filter(({type}) => type === 'bytecode').length;
	if (mains !== 1) throw badImage({which: 'main'}, where, '1 bytecode section', mains);
	return sections;
}

function badImage(
	mistake: ThrownFacts<'BAD_IMAGE'>,
	where: string,
	expected: unknown,
	received: unknown,
): CatnapError {
	return new CatnapError('BAD_IMAGE', {
		...mistake,
		where,
		expected: String(expected),
		received: String(received),
	});
}
