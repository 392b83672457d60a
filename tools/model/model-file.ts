// A .tflite file as plain objects; throws FormatError for what is no such file, judges nothing else.
import {builtinNames, customCode, type DataType, dataTypes} from './builtins.ts';
import {FormatError, openFlatFile, Table} from './flatbuffer.ts';

export interface Quantization {
	readonly scales: readonly number[];
	readonly zeroPoints: readonly bigint[];
	readonly dimension: number;
	/** Of a file whose lists do not match. */
	readonly problem?: string;
}

export interface ModelTensor {
	readonly index: number;
	readonly name: string;
	readonly type: DataType;
	readonly shape: readonly number[];
	/** The bytes of a constant. */
	readonly data?: Uint8Array;
	readonly quantization: Quantization;
	readonly variable: boolean;
	/** Of a uint8 model: stored as int8, the upper bit turned. @default false */
	readonly turned?: boolean;
	/** Of four bits in the file, here of eight. @default false */
	readonly isInt4?: boolean;
}

export interface ModelOperator {
	readonly index: number;
	readonly code: number;
	/** CONV_2D, CUSTOM:Name, or OPERATOR_9999 for an unknown number. */
	readonly name: string;
	readonly version: number;
	/** Tensor numbers; -1: an optional input that is absent. */
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
	readonly intermediates: readonly number[];
	readonly optionsType: number;
	readonly options?: Table;
	/** FlexBuffers of a custom operator. */
	readonly customOptions?: Uint8Array;
	/** Of a chain's second model: the subgraphs that it calls. @default those of the model */
	readonly subgraphs?: readonly Subgraph[];
	/** Stands before the names of its resource variables. @default nothing */
	readonly scope?: string;
}

export interface Subgraph {
	readonly tensors: readonly ModelTensor[];
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
	readonly operators: readonly ModelOperator[];
}

export interface ModelFile {
	readonly description: string;
	readonly subgraphs: readonly Subgraph[];
}

interface OperatorCode {
	readonly code: number;
	readonly name: string;
	readonly version: number;
}

/** Parse the file; its bytes are kept, not copied. */
export function parseModel(bytes: Uint8Array): ModelFile {
	if (bytes.byteLength < 12)
		throw new FormatError(`${bytes.byteLength} bytes are too few for a .tflite file`);
	const file = openFlatFile(bytes);
	const identifier = String.fromCharCode(...bytes.subarray(4, 8));
	if (identifier !== 'TFL3')
		throw new FormatError(`the file identifier is ${JSON.stringify(identifier)}, a .tflite file has "TFL3"`);
	const model = new Table(file, file.view.getUint32(0, true), 'model');
	const version = model.uint32(0);
	if (version !== 3) throw new FormatError(`schema version ${version}; version 3 can be read`);
	const codes = (model.tables(1, 'operator_codes') ?? []).map(operatorCode);
	const buffers = (model.tables(4, 'buffers') ?? []).map((table, index) => bufferBytes(table, index, bytes));
	const subgraphs = (model.tables(2, 'subgraphs') ?? []).map((table, index) =>
		subgraph(table, index, codes, buffers),
	);
	if (subgraphs.length === 0) throw new FormatError('the file has no subgraph');
	return {description: model.text(3, 'description') ?? '', subgraphs};
}

function operatorCode(table: Table): OperatorCode {
	// files up to schema 3a only have the 8-bit field; newer ones store 127 there for larger numbers
	const code = Math.max(table.int8(0), table.int32(3));
	const custom = table.text(1, 'custom_code');
	const name = code === customCode ? `CUSTOM:${custom ?? ''}` : (builtinNames[code] ?? `OPERATOR_${code}`);
	return {code, name, version: table.int32(2, 1)};
}

/** The bytes of a buffer: in the flatbuffer, or behind it where writers of large files put them. */
function bufferBytes(table: Table, index: number, file: Uint8Array): Uint8Array | undefined {
	const [offset, size] = [table.uint64(1), table.uint64(2)];
	if (offset > 1n && size > 0n) {
		if (offset + size > BigInt(file.length))
			throw new FormatError(
				`buffers[${index}] at byte ${offset} (${size} bytes) lies outside the file of ${file.length} bytes`,
			);
		return file.subarray(Number(offset), Number(offset + size));
	}
	const data = table.bytes(0, `buffers[${index}]`);
	return data !== undefined && data.length > 0 ? data : undefined;
}

/** Two numbers of 4 bits a byte, the lower half first, as int8. */
function unpacked(data: Uint8Array, count: number): Uint8Array {
	return Uint8Array.from({length: count}, (_, i) => ((data[i >> 1]! >> (4 * (i & 1))) << 28) >> 28);
}

function subgraph(
	table: Table,
	number: number,
	codes: readonly OperatorCode[],
	buffers: readonly (Uint8Array | undefined)[],
): Subgraph {
	const where = `subgraphs[${number}]`;
	return {
		tensors: (table.tables(0, `${where}.tensors`) ?? []).map((each, index) => tensor(each, index, buffers)),
		inputs: table.int32s(1, `${where}.inputs`) ?? [],
		outputs: table.int32s(2, `${where}.outputs`) ?? [],
		operators: (table.tables(3, `${where}.operators`) ?? []).map((each, index) =>
			operator(each, index, codes),
		),
	};
}

function tensor(table: Table, index: number, buffers: readonly (Uint8Array | undefined)[]): ModelTensor {
	const where = `tensor ${index}`;
	const code = table.int8(1);
	const buffer = table.uint32(2);
	// buffer 0 is "none"; some writers leave out the vector's first entry
	if (buffer !== 0 && buffer >= buffers.length)
		throw new FormatError(`${where} has buffer ${buffer} of ${buffers.length}`);
	const stored = buffer === 0 ? undefined : buffers[buffer];
	const shape = table.int32s(0, `${where} shape`) ?? [];
	const type = dataTypes[code] ?? {name: `TYPE_${code}`, bytes: 0};
	const count = shape.reduce((product, size) => product * size, 1);
	const halves = type.name === 'INT4' && stored !== undefined && stored.length === Math.ceil(count / 2);
	// a list without numbers has no buffer, and is a constant
	const list = shape.length === 1 && count === 0 ? new Uint8Array() : stored;
	const data = halves ? unpacked(stored, count) : list;
	return {
		index,
		name: table.text(3, `${where} name`) ?? '',
		type: halves ? dataTypes.find(each => each.name === 'INT8')! : type,
		shape,
		...(data === undefined ? {} : {data}),
		...(halves ? {isInt4: true} : {}),
		quantization: quantization(table.table(4, `${where} quantization`), where),
		variable: table.bool(5),
	};
}

function quantization(table: Table | undefined, where: string): Quantization {
	const scales = table?.float32s(2, `${where} scale`) ?? [];
	const zeroPoints = table?.int64s(3, `${where} zero_point`) ?? [];
	const isOdd = scales.length > 0 && zeroPoints.length !== scales.length;
	return {
		scales,
		zeroPoints,
		dimension: table?.int32(6) ?? 0,
		...(isOdd && {problem: `${scales.length} scales and ${zeroPoints.length} zero points`}),
	};
}

function operator(table: Table, index: number, codes: readonly OperatorCode[]): ModelOperator {
	const where = `operator ${index}`;
	const number = table.uint32(0);
	const code = codes[number];
	if (code === undefined) throw new FormatError(`${where} has operator code ${number} of ${codes.length}`);
	const optionsType = table.uint8(3);
	// a table without a type is none, for TFLite and TFLM
	const options = optionsType === 0 ? undefined : table.table(4, `${where} options`);
	const customOptions = table.bytes(5, `${where} custom options`);
	return {
		...code,
		index,
		inputs: table.int32s(1, `${where} inputs`) ?? [],
		outputs: table.int32s(2, `${where} outputs`) ?? [],
		intermediates: table.int32s(8, `${where} intermediates`) ?? [],
		optionsType,
		...(options === undefined ? {} : {options}),
		...(customOptions === undefined ? {} : {customOptions}),
	};
}
