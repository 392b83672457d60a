// Reads back the constants of a `.tflite` that tools/model/tflite-writer.ts wrote, to check a trained model on the PC. The
// model compiler has a reader of its own, for files of any origin.

export interface ReadTensor {
	readonly name: string;
	readonly shape: readonly number[];
	readonly scale: number;
	readonly zeroPoint: number;
	/** Raw bytes; empty for a tensor that is computed. */
	readonly data: Uint8Array;
}

/** The tensors of the first subgraph, in order. */
export function readTensors(file: Uint8Array): ReadTensor[] {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const root = new Table(view, view.getUint32(0, true));
	const buffers = root.tables(4);
	return root
		.tables(2)[0]!
		.tables(0)
		.map(tensor => {
			const quantisation = tensor.table(4);
			const scale = quantisation?.vector(2);
			const zeroPoint = quantisation?.vector(3);
			const shape = tensor.vector(0);
			return {
				name: tensor.text(3),
				shape: Array.from({length: shape.length}, (_, i) => view.getInt32(shape.at + 4 * i, true)),
				scale: scale?.length ? view.getFloat32(scale.at, true) : 0,
				zeroPoint: zeroPoint?.length ? Number(view.getBigInt64(zeroPoint.at, true)) : 0,
				data: buffers[tensor.uint32(2)]!.bytes(0),
			};
		});
}

class Table {
	readonly #view: DataView;
	readonly #at: number;

	constructor(view: DataView, at: number) {
		this.#view = view;
		this.#at = at;
	}

	// Where field `id` lies, or 0 if it is left out.
	#field(id: number): number {
		const vtable = this.#at - this.#view.getInt32(this.#at, true);
		if (4 + 2 * id >= this.#view.getUint16(vtable, true)) return 0;
		const offset = this.#view.getUint16(vtable + 4 + 2 * id, true);
		return offset === 0 ? 0 : this.#at + offset;
	}

	uint32(id: number): number {
		const at = this.#field(id);
		return at === 0 ? 0 : this.#view.getUint32(at, true);
	}

	table(id: number): Table | undefined {
		const at = this.#field(id);
		return at === 0 ? undefined : new Table(this.#view, at + this.#view.getUint32(at, true));
	}

	/** First element and length of a vector; length 0 if it is left out. */
	vector(id: number): {at: number; length: number} {
		const at = this.#field(id);
		if (at === 0) return {at: 0, length: 0};
		const start = at + this.#view.getUint32(at, true);
		return {at: start + 4, length: this.#view.getUint32(start, true)};
	}

	bytes(id: number): Uint8Array {
		const {at, length} = this.vector(id);
		return new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, length);
	}

	text(id: number): string {
		return new TextDecoder().decode(this.bytes(id));
	}

	tables(id: number): Table[] {
		const {at, length} = this.vector(id);
		return Array.from(
			{length},
			(_, i) => new Table(this.#view, at + 4 * i + this.#view.getUint32(at + 4 * i, true)),
		);
	}
}
