// The text of one line of the console.
import {inspect} from './inspect.ts';

export {inspect} from './inspect.ts';

/** Turns the arguments of `console.log` into text. An app that uses directives replaces it (format.ts). */
export let textOf = (values: readonly unknown[]): string => values.map(inspect).join(' ');

export function useText(text: typeof textOf): void {
	textOf = text;
}
