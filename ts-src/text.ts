// The text of one line of the console.

export {inspect} from './inspect.ts';

let described: ((value: unknown) => string) | undefined;

/** Turns the arguments of `console.log` into a line. An app that uses directives replaces it (format.ts). */
export let textOf = (values: readonly unknown[]): string =>
	(described ? values.map(described) : values).join(' ');

/** What makes a text of a value; without it all values must be texts. */
export function describeBy(text: (value: unknown) => string): void {
	described = text;
}

export function useText(text: typeof textOf): void {
	textOf = text;
}
