// What a firmware says of itself behind its vectors: board, engine, kernels of models (SPEC.md, "Firmware").

export const identityMagic = 'CTFW';
export const identityVersion = 3;
/** Up to the table of kernels, whose length is in the last word. */
export const identityBytes = 20;

/** No more is read of a chip whose word is damaged. */
const greatestLast = 1023;

export interface Identity {
	readonly board: number;
	readonly version: number;
	/** Undefined: another version, which does not state it here. */
	readonly engineId: Uint8Array | undefined;
	/** Ids of the kernels that are linked in; undefined where that is not known. */
	readonly kernels: ReadonlySet<number> | undefined;
}

/** How many bytes follow the first `identityBytes`. */
export function kernelTableBytes(head: Uint8Array): number {
	const {version} = readIdentity(head) ?? {};
	if (version !== identityVersion) return 0;
	return 4 * (Math.min(greatestLast, viewOf(head).getUint32(identityBytes - 4, true)) + 1);
}

/** Of a firmware of Catnap; undefined for others. Without the table the kernels are not known. */
export function readIdentity(bytes: Uint8Array): Identity | undefined {
	if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') !== identityMagic) return undefined;
	const view = viewOf(bytes);
	const [board, version] = [view.getUint16(4, true), view.getUint16(6, true)];
	if (version !== identityVersion) return {board, version, engineId: undefined, kernels: undefined};
	const entries = bytes.length >> 2;
	const kernels = new Set<number>();
	for (let word = identityBytes >> 2; word < entries; word++)
		if (view.getUint32(4 * word, true) !== 0) kernels.add(word - (identityBytes >> 2));
	const isWhole = entries > identityBytes >> 2;
	return {board, version, engineId: bytes.slice(8, 16), kernels: isWhole ? kernels : undefined};
}

function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
