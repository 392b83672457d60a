// Reads the map that GNU ld writes: which object put how many bytes where. The bytes of a section add up to its size.

export interface Contribution {
	/** Section of the ELF file. */
	readonly output: string;
	/** Section of the object, which names the function or constant. */
	readonly input: string;
	/** Path of the object, `archive.a(member.o)`, or empty for padding. */
	readonly object: string;
	readonly address: number;
	readonly bytes: number;
}

const begin = 'Linker script and memory map';
const outputLine = /^(\.[\w.]+|\/DISCARD\/)(?:\s+0x([0-9a-f]+)\s+0x([0-9a-f]+))?/;
const inputLine = /^ (\S+)\s+0x([0-9a-f]+)\s+0x([0-9a-f]+)(?: (.+))?$/;
const fill = '*fill*';

/** Whether GNU ld wrote it; else wasm-ld did. */
export function isLinkMapOfGnu(text: string): boolean {
	return text.includes(begin);
}

export function readLinkMap(text: string): Contribution[] {
	const found: Contribution[] = [];
	let output = '';
	for (const line of joined(text.slice(text.indexOf(begin)))) {
		const section = outputLine.exec(line);
		if (section) output = section[1]!;
		const [, input, address, size, object] = inputLine.exec(line) ?? [];
		const bytes = Number.parseInt(size ?? '0', 16);
		if (output === '/DISCARD/' || input === undefined || bytes === 0) continue;
		if (object === undefined && input !== fill) continue;
		found.push({output, input, object: object ?? '', address: Number.parseInt(address!, 16), bytes});
	}
	return found;
}

/** Long names stand on a line of their own. */
function joined(text: string): string[] {
	return text.replace(/^( ?[.\w][^\s]*)\n\s+(?=0x)/gm, '$1 ').split('\n');
}

/**
 * What a section of the ELF file consists of, each byte counted once: strings that the linker has merged are announced by
 * each object that has them. What no object claims is padding.
 */
export function contentOf(
	map: readonly Contribution[],
	{name, address, bytes}: {readonly name: string; readonly address: number; readonly bytes: number},
): Contribution[] {
	const end = address + bytes;
	const inside = map
		.filter(each => each.output === name && each.object !== '')
		.sort((a, b) => a.address - b.address || b.bytes - a.bytes);
	const content: Contribution[] = [];
	let at = address;
	const pad = (until: number): void => {
		if (until > at) content.push({output: name, input: fill, object: '', address: at, bytes: until - at});
	};
	for (const each of inside) {
		const from = Math.max(at, each.address);
		const to = Math.min(end, each.address + each.bytes);
		if (to <= from) continue;
		pad(from);
		content.push({...each, address: from, bytes: to - from});
		at = to;
	}
	pad(end);
	return content;
}

/** Where a contribution belongs, as the tree shows it: a file of QuickJS, a folder of ours, a library of the compiler. */
export function partOf({object}: Contribution): string {
	if (object === '') return 'padding';
	const library = /\/lib(\w+?)(?:_nano)?\.a\(/.exec(object);
	if (library) return `lib${library[1]}`;
	const path = object.replace(/\.o(bj)?$/, '').replace(/^.*\.dir\//, '');
	if (object.includes('quickjs.dir')) return `quickjs/${path.split('/').at(-1)}`;
	return path.split('/').slice(0, -1).join('/');
}

/** Bytes by key, largest first. */
export function sumBy(
	content: readonly Contribution[],
	key: (each: Contribution) => string,
): Record<string, number> {
	const sums = new Map<string, number>();
	for (const each of content) sums.set(key(each), (sums.get(key(each)) ?? 0) + each.bytes);
	return Object.fromEntries([...sums].sort(([, a], [, b]) => b - a));
}
