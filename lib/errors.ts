// The types of the error that a command shows to a person: what, where, expected, received, what to do, with a code.
import {CatnapError as PlainError} from './catnap-error.mjs';
import type {errorTable} from './error-table.mjs';

export type ErrorCode = keyof typeof errorTable;

interface ErrorPlace {
	/** A path, optionally with `:line` or `:line:column`. */
	readonly where?: string | undefined;
	readonly expected?: string | undefined;
	readonly received?: string | undefined;
	/** What the person can do now. @default what the table says */
	readonly todo?: string | undefined;
}

/** What a caught error tells. */
export interface ErrorFacts extends ErrorPlace {
	/** What went wrong, one sentence without a full stop. */
	readonly what: string;
}

type Entry<Code extends ErrorCode> = (typeof errorTable)[Code];
type Gaps<Text> = Text extends `${string}{${infer Gap}}${infer Rest}` ? Gap | Gaps<Rest> : never;
type Todo<Code extends ErrorCode> = Entry<Code> extends {readonly todo: infer Text} ? Text : never;
type Filled<Text> = ErrorPlace & Readonly<Record<Exclude<Gaps<Text>, keyof ErrorPlace>, string | number>>;

/** The names of the sentences of a code that has several. */
export type Which<Code extends ErrorCode> = Entry<Code>['what'] extends infer What
	? What extends string
		? never
		: keyof What
	: never;

/** What the thrower of a code gives: which sentence where there are several, and what fills the gaps of the text. */
export type ThrownFacts<Code extends ErrorCode> = [Entry<Code>['what']] extends [string]
	? Filled<Entry<Code>['what'] | Todo<Code>>
	: {
			[Name in Which<Code>]: {readonly which: Name} & Filled<Entry<Code>['what'][Name] | Todo<Code>>;
		}[Which<Code>];

export interface CatnapError extends Error {
	/** Which error it is: a page of docs/errors has a line for each. */
	readonly code: ErrorCode;
	/** What, where, expected, received and what to do, as `message` shows them. */
	readonly facts: ErrorFacts;
	/** 1: the work failed; 2: the command was called wrongly. */
	readonly exitCode: 1 | 2;
	/** The same error at another place. */
	at(where: string): CatnapError;
	/** The same error where something else helps. */
	withTodo(todo: string): CatnapError;
}

export const CatnapError = PlainError as unknown as new <Code extends ErrorCode>(
	code: Code,
	thrown: ThrownFacts<Code>,
) => CatnapError;
