// Reads the vendor's device description (CMSIS-SVD): peripherals with registers, access, reset values and fields.

export type Access = 'rw' | 'r' | 'w';

export interface Field {
	readonly name: string;
	readonly low: number;
	readonly width: number;
	readonly values: ReadonlyMap<string, number>;
}

export interface Register {
	readonly name: string;
	readonly offset: number;
	readonly access: Access;
	readonly reset: number;
	/** Bits that a field covers; all of them for a register without fields. */
	readonly mask: number;
	readonly fields: readonly Field[];
	/** Name and index of the array it stands in, if it is an element of one. */
	readonly array?: {readonly name: string; readonly index: number; readonly stride: number};
}

export interface Peripheral {
	readonly name: string;
	readonly base: number;
	readonly irq: number | undefined;
	readonly registers: readonly Register[];
}

interface Element {
	readonly tag: string;
	readonly attributes: string;
	readonly children: Element[];
	text: string;
}

export function readSvd(xml: string): Map<string, Peripheral> {
	const device = parse(xml).children.find(child => child.tag === 'device')!;
	const elements = all(one(device, 'peripherals')!, 'peripheral');
	const byName = new Map(elements.map(element => [text(element, 'name')!, element]));
	return new Map(elements.map(element => [text(element, 'name')!, toPeripheral(element, byName)]));
}

function toPeripheral(element: Element, byName: ReadonlyMap<string, Element>): Peripheral {
	const from = /derivedFrom="([^"]+)"/.exec(element.attributes)?.[1];
	const origin = one(element, 'registers') ?? one(byName.get(from!)!, 'registers')!;
	const irq = one(element, 'interrupt');
	return {
		name: text(element, 'name')!,
		base: number(text(element, 'baseAddress')!),
		irq: irq === undefined ? undefined : number(text(irq, 'value')!),
		registers: [...registersOf(origin, '', 0, undefined)].sort((a, b) => a.offset - b.offset),
	};
}

function* registersOf(
	parent: Element,
	prefix: string,
	base: number,
	outer: Register['array'],
): Generator<Register> {
	for (const element of parent.children) {
		if (element.tag !== 'register' && element.tag !== 'cluster') continue;
		const dim = Number(text(element, 'dim') ?? 1);
		const stride = number(text(element, 'dimIncrement') ?? '0');
		const isArray = text(element, 'dim') !== undefined;
		for (let index = 0; index < dim; index++) {
			const plain = text(element, 'name')!;
			const name = prefix + plain.replace('[%s]', isArray ? String(index) : '').replace('%s', String(index));
			const offset = base + number(text(element, 'addressOffset') ?? '0') + index * stride;
			const array = isArray ? {name: prefix + plain.replace(/\[?%s\]?/, ''), index, stride} : outer;
			if (element.tag === 'cluster') yield* registersOf(element, `${name}_`, offset, array);
			else yield toRegister(element, name, offset, array);
		}
	}
}

function toRegister(element: Element, name: string, offset: number, array: Register['array']): Register {
	const fields = all(one(element, 'fields'), 'field').map(toField);
	const mask = fields.reduce((bits, {low, width}) => bits | ((2 ** width - 1) << low), 0) >>> 0;
	const access = text(element, 'access') ?? fieldAccess(element) ?? 'read-write';
	return {
		name,
		offset,
		access: access === 'read-only' ? 'r' : access === 'write-only' ? 'w' : 'rw',
		reset: number(text(element, 'resetValue') ?? '0') >>> 0,
		mask: fields.length === 0 ? 0xffff_ffff : mask,
		fields,
		...(array === undefined ? {} : {array}),
	};
}

function fieldAccess(element: Element): string | undefined {
	const kinds = new Set(all(one(element, 'fields'), 'field').map(field => text(field, 'access')));
	return kinds.size === 1 ? [...kinds][0] : undefined;
}

function toField(element: Element): Field {
	const low = number(text(element, 'lsb') ?? text(element, 'bitOffset')!);
	const high = number(text(element, 'msb') ?? String(low + number(text(element, 'bitWidth') ?? '1') - 1));
	const listed = element.children
		.filter(child => child.tag === 'enumeratedValues')
		.flatMap(child => all(child, 'enumeratedValue'));
	return {
		name: text(element, 'name')!,
		low,
		width: high - low + 1,
		values: new Map(listed.map(value => [text(value, 'name')!, number(text(value, 'value')!)])),
	};
}

function number(written: string): number {
	return written.startsWith('#') ? Number.parseInt(written.slice(1), 2) : Number(written);
}

function all(parent: Element | undefined, tag: string): Element[] {
	return parent?.children.filter(child => child.tag === tag) ?? [];
}

function one(parent: Element, tag: string): Element | undefined {
	return parent.children.find(child => child.tag === tag);
}

function text(parent: Element, tag: string): string | undefined {
	return one(parent, tag)?.text.trim();
}

// SVD uses elements, attributes and text only: no CDATA, no namespaces that matter.
function parse(xml: string): Element {
	const root: Element = {tag: '', attributes: '', children: [], text: ''};
	const open = [root];
	for (const [, close, tag, attributes, single, between] of xml
		.replace(/<!--[\s\S]*?-->/g, '')
		.matchAll(/<(\/?)([\w:]+)([^>]*?)(\/?)>([^<]*)/g)) {
		if (close === '/') {
			open.pop();
			continue;
		}
		const element: Element = {tag: tag!, attributes: attributes!, children: [], text: between!};
		open.at(-1)!.children.push(element);
		if (single !== '/') open.push(element);
	}
	return root;
}
