// `atob` and `btoa`, bundled where a package or an app names them.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function wrong(what: string): Error {
	const error = new Error(what);
	error.name = 'InvalidCharacterError';
	return error;
}

Object.assign(globalThis, {
	/** Text of one byte a character as base64. */
	btoa(value: unknown): string {
		const text = String(value);
		let out = '';
		for (let at = 0; at < text.length; at += 3) {
			const bytes = [0, 1, 2].map(offset => text.charCodeAt(at + offset));
			if (bytes.some(byte => byte > 255)) throw wrong('btoa takes characters up to U+00FF');
			const left = text.length - at;
			const bits = (bytes[0]! << 16) | ((bytes[1] || 0) << 8) | (bytes[2] || 0);
			for (let index = 0; index < 4; index++)
				out += index > left ? '=' : alphabet[(bits >> (18 - 6 * index)) & 63];
		}
		return out;
	},
	/** The text that `btoa` was given; spaces are skipped. */
	atob(value: unknown): string {
		let text = String(value).replace(/[\t\n\f\r ]/g, '');
		if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '');
		if (text.length % 4 === 1) throw wrong('atob takes base64');
		let out = '';
		let bits = 0;
		for (let at = 0; at < text.length; at++) {
			const value = alphabet.indexOf(text[at]!);
			if (value < 0) throw wrong('atob takes base64');
			bits = ((bits << 6) | value) & 0xffffff;
			if (at % 4 > 0) out += String.fromCharCode((bits >> (6 - 2 * (at % 4))) & 255);
		}
		return out;
	},
});
