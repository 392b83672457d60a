// `TextEncoder` and `TextDecoder` of UTF-8 (WHATWG Encoding), bundled where a package or an app names them.

class TextEncoder {
	get encoding(): 'utf-8' {
		return 'utf-8';
	}

	encode(value: unknown = ''): Uint8Array {
		const text = String(value);
		const bytes = new Uint8Array(text.length * 3);
		return bytes.slice(0, this.encodeInto(text, bytes).written);
	}

	/** Whole characters as long as there is room. */
	encodeInto(text: string, into: Uint8Array): {read: number; written: number} {
		let read = 0;
		let written = 0;
		while (read < text.length) {
			let code = text.codePointAt(read)!;
			const units = code > 0xffff ? 2 : 1;
			if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
			const count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
			if (written + count > into.length) break;
			if (count === 1) into[written] = code;
			else {
				for (let at = count - 1; at > 0; at--) {
					into[written + at] = 0x80 | (code & 63);
					code >>= 6;
				}
				into[written] = ((0xf00 >> count) & 0xff) | code;
			}
			read += units;
			written += count;
		}
		return {read, written};
	}
}

interface Options {
	readonly fatal?: boolean;
	readonly ignoreBOM?: boolean;
}

type Bytes = ArrayBuffer | ArrayBufferView;

class TextDecoder {
	readonly fatal: boolean;
	readonly ignoreBOM: boolean;
	/** Bytes of a character that has begun, of a stream. */
	#begun: number[] = [];
	#isStarted = false;

	constructor(label: unknown = 'utf-8', {fatal = false, ignoreBOM = false}: Options = {}) {
		if (!/^\s*(unicode-1-1-)?utf-?8\s*$/i.test(String(label)))
			throw new RangeError(`TextDecoder knows utf-8 only, not ${String(label)}`);
		this.fatal = fatal;
		this.ignoreBOM = ignoreBOM;
	}

	get encoding(): 'utf-8' {
		return 'utf-8';
	}

	decode(input?: Bytes, {stream = false}: {stream?: boolean} = {}): string {
		const given =
			input === undefined
				? []
				: ArrayBuffer.isView(input)
					? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
					: new Uint8Array(input);
		const bytes = this.#begun.length > 0 ? Uint8Array.from([...this.#begun, ...given]) : given;
		this.#begun = [];
		let text = '';
		for (let at = 0; at < bytes.length; ) {
			const {code, count, isCut} = readCharacter(bytes, at);
			if (isCut && stream) {
				this.#begun = Array.from(bytes.slice(at));
				break;
			}
			if (code < 0 && this.fatal) {
				this.#isStarted = false;
				throw new TypeError('the bytes are not UTF-8');
			}
			if (code !== 0xfeff || this.#isStarted || this.ignoreBOM)
				text += String.fromCodePoint(code < 0 ? 0xfffd : code);
			this.#isStarted = true;
			at += count;
		}
		if (!stream) this.#isStarted = false;
		return text;
	}
}

/** The character at `at`, -1 if there is none, and how many bytes were read: the longest beginning of one, or a byte. */
function readCharacter(bytes: ArrayLike<number>, at: number): {code: number; count: number; isCut: boolean} {
	const first = bytes[at]!;
	if (first < 0x80) return {code: first, count: 1, isCut: false};
	const more = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0;
	if (more === 0) return {code: -1, count: 1, isCut: false};
	let code = first & (0x3f >> more);
	for (let index = 1; index <= more; index++) {
		const byte = bytes[at + index];
		if (byte === undefined) return {code: -1, count: index, isCut: true};
		const low = index > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
		const high = index > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
		if (byte < low || byte > high) return {code: -1, count: index, isCut: false};
		code = (code << 6) | (byte & 63);
	}
	return {code, count: more + 1, isCut: false};
}

Object.assign(globalThis, {TextEncoder, TextDecoder});
