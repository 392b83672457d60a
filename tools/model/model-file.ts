// A .tflite file as plain objects; throws FormatError for what is no such file, judges nothing else.
import {builtinNames, customCode, type DataType, dataTypes} from './builtins.ts';
import {FormatError, openFlatFile, Table} from './flatbuffer.ts';

export interface Quantization {
	readonly scales: readonly number[];
	readonly zeroPoints: readonly bigint[];
	readonly dimension: number;
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
	const buffers = (model.tables(4, 'buffers') ?? []).map(bufferBytes);
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

function bufferBytes(table: Table, index: number): Uint8Array | undefined {
	const offset = table.uint64(1);
	if (offset > 1n || table.uint64(2) > 1n)
		throw new FormatError(
			`buffers[${index}] lies outside the flatbuffer (offset ${offset}), which is not supported`,
		);
	const data = table.bytes(0, `buffers[${index}]`);
	return data !== undefined && data.length > 0 ? data : undefined;
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
	const data = buffer === 0 ? undefined : buffers[buffer];
	return {
		index,
		name: table.text(3, `${where} name`) ?? '',
		type: dataTypes[code] ?? {name: `TYPE_${code}`, bytes: 0},
		shape: table.int32s(0, `${where} shape`) ?? [],
		...(data === undefined ? {} : {data}),
		quantization: quantization(table.table(4, `${where} quantization`), where),
		variable: table.bool(5),
	};
}

function quantization(table: Table | undefined, where: string): Quantization {
	return {
		scales: table?.float32s(2, `${where} scale`) ?? [],
		zeroPoints: table?.int64s(3, `${where} zero_point`) ?? [],
		dimension: table?.int32(6) ?? 0,
	};
}

function operator(table: Table, index: number, codes: readonly OperatorCode[]): ModelOperator {
	const where = `operator ${index}`;
	const number = table.uint32(0);
	const code = codes[number];
	if (code === undefined) throw new FormatError(`${where} has operator code ${number} of ${codes.length}`);
	const options = table.table(4, `${where} options`);
	const customOptions = table.bytes(5, `${where} custom options`);
	return {
		...code,
		index,
		inputs: table.int32s(1, `${where} inputs`) ?? [],
		outputs: table.int32s(2, `${where} outputs`) ?? [],
		intermediates: table.int32s(8, `${where} intermediates`) ?? [],
		optionsType: table.uint8(3),
		...(options === undefined ? {} : {options}),
		...(customOptions === undefined ? {} : {customOptions}),
	};
}
