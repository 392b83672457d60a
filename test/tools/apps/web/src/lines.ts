// What the names of the web platform do in usual and in odd cases, the same in Node and on the chip.

function tried(work: () => unknown): string {
	try {
		return String(work());
	} catch (error) {
		return (error as Error).name;
	}
}

function text(): string[] {
	const encode = (value: string): string => new TextEncoder().encode(value).join(' ');
	const decode = (bytes: number[], options = {}): string =>
		JSON.stringify(new TextDecoder('utf-8', options).decode(new Uint8Array(bytes)));
	const odd = [
		[0xc3, 0xa9],
		[0xe2, 0x82, 0xac],
		[0xf0, 0x9f, 0x98, 0x80],
		[0xff, 0x41],
		[0xc3],
		[0xe2, 0x82],
		[0xe2, 0x41],
		[0xed, 0xa0, 0x80],
		[0xf0, 0x80, 0x80, 0x80],
		[0xf4, 0x90, 0x80, 0x80],
		[0xc0, 0x80],
		[0xef, 0xbb, 0xbf, 0x41],
		[0xf0, 0x9f, 0x98, 0xf0, 0x9f],
	];
	const into = new Uint8Array(5);
	const written = new TextEncoder().encodeInto('é€x', into);
	const stream = new TextDecoder();
	const parts = [[0xe2], [0x82], [0xac, 0xf0, 0x9f], []].map(bytes =>
		stream.decode(new Uint8Array(bytes), {stream: bytes.length > 0}),
	);
	return [
		encode('aé€😀'),
		encode('\ud800x\udc00'),
		...odd.map(bytes => decode(bytes)),
		...odd.map(bytes => tried(() => decode(bytes, {fatal: true}))),
		decode([0xef, 0xbb, 0xbf, 0x41], {ignoreBOM: true}),
		`${written.read} ${written.written} ${into.join(' ')}`,
		JSON.stringify(parts),
		tried(() => new TextDecoder('no such coding')),
	];
}

function base64(): string[] {
	const texts = ['', 'a', 'ab', 'abc', 'abcd', '\0\xff\x80'];
	const odd = ['YQ', 'YQ==', ' Y W J j ', 'YQ=', 'Y', 'Y===', 'YW?j', '=', 'YR=='];
	return [
		texts.map(one => btoa(one)).join(),
		tried(() => btoa('€')),
		...texts.map(one => String(atob(btoa(one)) === one)),
		...odd.map(one => tried(() => JSON.stringify(atob(one)))),
	];
}

function clones(): string[] {
	const loop: Record<string, unknown> = {
		date: new Date(86_400_000),
		list: Object.assign(new Array(3), {0: 1, 2: 3}),
		deep: {x: [null, undefined]},
	};
	loop.self = loop;
	const copy = structuredClone(loop);
	const view = new Uint8Array(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2);
	const error = structuredClone(new RangeError('far'));
	return [
		`${copy !== loop} ${copy.self === copy} ${(copy.date as Date).toISOString()} ${1 in (copy.list as object)}`,
		JSON.stringify(copy.deep),
		`${[...structuredClone(new Map([[{a: 1}, new Set([1, 2])]]))].map(([key, set]) => JSON.stringify(key) + [...set])}`,
		`${structuredClone(view)} ${structuredClone(view).byteOffset}`,
		`${error instanceof RangeError} ${error.name} ${error.message}`,
		tried(() => structuredClone(() => 1)),
		tried(() => structuredClone({x: Symbol('s')})),
		structuredClone(/a+/gi).toString(),
		`${structuredClone(7n)} ${structuredClone(null)} ${structuredClone(undefined)}`,
	];
}

function events(): string[] {
	const said: string[] = [];
	const target = new EventTarget();
	const listener = (event: Event): void => void said.push(`${event.type} ${event.target === target}`);
	target.addEventListener('a', listener);
	target.addEventListener('a', listener);
	target.addEventListener('a', {handleEvent: event => said.push(`object ${event.type}`)});
	target.addEventListener('a', event => event.preventDefault(), {once: true});
	said.push(String(target.dispatchEvent(new Event('a', {cancelable: true}))));
	said.push(String(target.dispatchEvent(new Event('a'))));
	target.removeEventListener('a', listener);
	target.dispatchEvent(new Event('a'));
	const controller = new AbortController();
	controller.signal.addEventListener('abort', event =>
		said.push(`${event.type} ${controller.signal.aborted}`),
	);
	controller.signal.onabort = () => said.push('onabort');
	target.addEventListener('b', () => said.push('never'), {signal: controller.signal});
	controller.abort();
	controller.abort('again');
	target.dispatchEvent(new Event('b'));
	said.push(
		controller.signal.reason.name,
		tried(() => controller.signal.throwIfAborted()),
	);
	said.push(String(AbortSignal.abort('mine').reason), String(controller.signal instanceof AbortSignal));
	return said;
}

export function lines(): string[] {
	const before = performance.now();
	return [...text(), ...base64(), ...clones(), ...events(), String(performance.now() >= before)];
}
