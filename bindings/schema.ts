// What a description of a native service may say, and the table of errors that C and TypeScript share.

export type ErrorCode = keyof typeof errors;

/** Errors of native code: negative in C (`CN_ERR_FULL`), `code` of a NativeError in TypeScript (`'FULL'`). */
export const errors = {
	IO: {value: -5, doc: 'A device or bus failed'},
	NOT_READY: {value: -11, doc: 'There is no data yet'},
	NO_MEMORY: {value: -12, doc: 'Out of memory: the app does not fit the pool'},
	BUSY: {value: -16, doc: 'The same thing is already under way'},
	NO_DEVICE: {value: -19, doc: 'No device answers'},
	INVAL: {value: -22, doc: 'An argument is not allowed'},
	FULL: {value: -28, doc: 'No room is left in a fixed table'},
	RANGE: {value: -34, doc: 'A value is outside its range'},
	UNSUPPORTED: {value: -95, doc: 'This board cannot do that'},
	TIMEOUT: {value: -110, doc: 'The deadline passed'},
	WRONG_DEVICE: {value: -201, doc: 'Another device than expected answers'},
	LAYOUT: {value: -202, doc: 'The data has another layout'},
	CORRUPT: {value: -203, doc: 'A checksum is wrong'},
	STATE: {value: -204, doc: 'Not possible in this state'},
	CLOSED: {value: -205, doc: 'It has been closed'},
	TYPE: {value: -206, doc: 'A value has the wrong type'},
	BAD_IMAGE: {value: -207, doc: 'The app image is not usable'},
	BAD_MODEL: {value: -208, doc: 'The model is not usable'},
} as const satisfies Record<string, {readonly value: number; readonly doc: string}>;

interface Described {
	readonly doc: string;
}

/** A number; `unit` ends its documentation. For `us`: microseconds, uint64_t in C, a safe integer in TypeScript. */
export interface NumberType {
	readonly type: 'u32' | 'i32' | 'f64' | 'us';
	readonly min: number;
	readonly max: number;
	readonly unit?: string;
}

/** A union of strings; the values are C constants. */
export interface ChoiceType {
	readonly type: 'choice';
	readonly values: Readonly<Record<string, string>>;
}

/** A zero-terminated string in C. */
export interface CharsType {
	readonly type: 'chars';
	readonly minBytes: number;
	readonly maxBytes: number;
}

export type Scalar = NumberType | ChoiceType | {readonly type: 'bool'};

/** A field of an options object; without `default` it must be given. In C its name is in snake case. */
export type OptionField = Scalar & Described & {readonly default?: number | string | boolean};

export type Element = 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32' | 'float64';

export interface CallbackArgument extends Described {
	readonly name: string;
	readonly type: 'us' | 'i32' | 'u32';
}

export type Param = Described &
	(
		| Scalar
		| CharsType
		/** `const char *, size_t` in C. */
		| {readonly type: 'text'; readonly minBytes: number; readonly maxBytes: number}
		/** A pointer to `struct`, or, without it, the fields one by one. */
		| {
				readonly type: 'options';
				readonly struct?: string;
				readonly fields: Readonly<Record<string, OptionField>>;
		  }
		/** `const T *, size_t` in C; with `out` the C function writes into it. */
		| {
				readonly type: 'array';
				readonly of: Element;
				readonly min: number;
				readonly max: number;
				readonly out?: true;
		  }
		/** A handler and its context in C. In a method it belongs to the handle and replaces the one before. */
		| {
				readonly type: 'callback';
				readonly args: readonly CallbackArgument[];
				/** It ends by itself after one call when this number parameter is 0. */
				readonly onceIfZero?: string;
		  }
		/** What the app hands to itself, through native code: not seen by C. Only in functions that return a step. */
		| {readonly type: 'object' | 'function'}
		/** The C struct of a handle of the same service. */
		| {readonly type: 'handle'; readonly handle: string}
	);

export type Result = {readonly doc?: string} & (
	| {readonly type: 'nothing'}
	/** The C function does not come back unless it fails. */
	| {readonly type: 'never'}
	/** The int that C returns. */
	| {readonly type: 'i32'; readonly unit?: string}
	| {readonly type: 'bool'}
	/** C returns uint64_t. */
	| {readonly type: 'us'}
	/** C returns int: 0 or more, and writes to a last `double *`. */
	| {readonly type: 'f64'}
	/** The int that C returns; a negative one that is listed is a result, not an error. */
	| ChoiceType
	/** C writes to a last `struct *`. */
	| {
			readonly type: 'struct';
			readonly struct: string;
			readonly fields: Readonly<Record<string, Scalar & Described>>;
	  }
	/** C returns `T *` and writes the count to a `size_t *`, or NULL and the error to a last `int *`. Methods only. */
	| {readonly type: 'view'; readonly of: Element}
	/** C takes `cn_done` and a token, last. */
	| {readonly type: 'promise'; readonly of: 'nothing' | 'us' | 'u32' | 'bool'}
	/**
	 * The next step of an async iterator, with `stepParams`: the app makes it before it waits, so that nothing is to be made
	 * when the item comes. C takes `cn_done` and a token, last; its value is the item's moment. What fails at once is
	 * thrown.
	 */
	| {readonly type: 'step'}
	/** C returns the struct's pointer, and for NULL writes the error to a last `int *`. */
	| {readonly type: 'handle'; readonly handle: string}
	/** The callback that the function `of` took will not be called again; the parameter is the id that `of` returned. */
	| {readonly type: 'releases'; readonly of: string}
);

export interface BindingFunction extends Described {
	/** The C function that does the work: `int calls(params...)`, negative on failure, unless the result says else. */
	readonly calls: string;
	/** C expressions that come before the parameters. */
	readonly first?: readonly string[];
	readonly params: Readonly<Record<string, Param>>;
	readonly returns: Result;
	/** The C function returns nothing and cannot fail. */
	readonly infallible?: true;
	readonly errors: readonly ErrorCode[];
	/** A method that makes memory go that views of the handle show: they are detached first. */
	readonly detaches?: true;
}

export interface Handle extends Described {
	readonly struct: string;
	/** `void close(struct *)`: must complete what is asked of it with CN_ERR_CLOSED. */
	readonly close: string;
	readonly methods: Readonly<Record<string, BindingFunction>>;
}

export interface Service extends Described {
	/** Only in firmware for apps that import it, and in firmware for all apps: others do not carry it. */
	readonly byNeed?: true;
	/** Imported as `catnap:name`. */
	readonly name: string;
	readonly includes: readonly string[];
	readonly functions: Readonly<Record<string, BindingFunction>>;
	readonly handles?: Readonly<Record<string, Handle>>;
}

/** The parameters of every function that returns a step. */
export const stepParams = {
	step: {type: 'object', doc: 'The iterator result: what the promise resolves with'},
	item: {type: 'object', doc: 'Its value: its `atUs` becomes the moment, in us'},
	failed: {type: 'function', doc: 'Makes of an error that comes later what the promise rejects with'},
} as const satisfies Readonly<Record<string, Param>>;

export function defineService<const S extends Service>(service: S): S {
	return service;
}

export const maxSafe = Number.MAX_SAFE_INTEGER;
export const maxU32 = 0xffff_ffff;
