// The first line of a generated file: from what it is made, and how to make it again.
import type {BoardFacts} from '../../../boards/facts/schema.ts';

/** `open` and `close` make it a comment. */
export function head(from: string, open = '//', close = ''): string {
	return `${open} Generated from ${from} by tools/dev/gen. Edit that file, then run: npm run gen${close}\n`;
}

export function boardHead({name}: BoardFacts, open?: string, close?: string): string {
	return head(`boards/${name}/board.ts`, open, close);
}
