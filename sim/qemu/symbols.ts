// Names for addresses: the function symbols of an ELF file, read without a library.

interface Section {
	readonly type: number;
	readonly offset: number;
	readonly size: number;
	readonly link: number;
}

const symbolTable = 2;
const functionType = 2;
const symbolBytes = 16;

/** `name+0x12`, or the bare address if no function holds it. */
export function describeAddress(elf: Uint8Array, address: number): string {
	const view = new DataView(elf.buffer, elf.byteOffset, elf.byteLength);
	const sections = readSections(view);
	// bit 0 of a code address says Thumb
	const at = address & ~1;
	for (const table of sections.filter(({type}) => type === symbolTable)) {
		const names = sections[table.link]!;
		for (let offset = table.offset; offset < table.offset + table.size; offset += symbolBytes) {
			if ((view.getUint8(offset + 12) & 0xf) !== functionType) continue;
			const start = view.getUint32(offset + 4, true) & ~1;
			if (at < start || at >= start + view.getUint32(offset + 8, true)) continue;
			return `${readName(elf, names.offset + view.getUint32(offset, true))}+0x${(at - start).toString(16)}`;
		}
	}
	return `0x${address.toString(16)}`;
}

function readSections(view: DataView): Section[] {
	const offset = view.getUint32(32, true);
	const bytes = view.getUint16(46, true);
	return Array.from({length: view.getUint16(48, true)}, (_, index) => {
		const at = offset + index * bytes;
		return {
			type: view.getUint32(at + 4, true),
			offset: view.getUint32(at + 16, true),
			size: view.getUint32(at + 20, true),
			link: view.getUint32(at + 24, true),
		};
	});
}

function readName(elf: Uint8Array, at: number): string {
	return new TextDecoder().decode(elf.subarray(at, elf.indexOf(0, at)));
}
