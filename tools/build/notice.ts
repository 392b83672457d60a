// NOTICE: what a firmware and an app hold of the work of others, with the text of each licence.
import {readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {CatnapError} from '../../lib/errors.ts';
import {catnapRoot} from './app.ts';
import {works} from './licences.ts';

/** A work of others, and what of it is held. */
export interface Part {
	readonly name: string;
	/** An SPDX expression. */
	readonly licence: string;
	readonly from: string;
	readonly text: string;
	readonly held: readonly string[];
}

/** The works that `held` (of tools/build/linked.ts) belongs to. @throws {CatnapError} NO_NOTICE */
export function partsOf(held: readonly string[]): Part[] {
	const unknown = held.filter(name => !works.some(({holds}) => holds.test(name)));
	if (unknown.length > 0) throw new CatnapError('NO_NOTICE', {received: unknown.join(', ')});
	return works
		.map(work => ({
			...work,
			text: licenceText(work.text),
			held: held.filter(name => work.holds.test(name)).map(name => basename(name)),
		}))
		.filter(({held}) => held.length > 0);
}

/** All works that some firmware can hold. */
export function allParts(): Part[] {
	return works.map(work => ({...work, text: licenceText(work.text), held: []}));
}

/** A text file whole; of a C file the comment that it opens with, without its first line, which is ours. */
export function licenceText(path: string): string {
	const text = readFileSync(join(catnapRoot, path), 'utf8');
	if (!/\.[ch]$/.test(path)) return text;
	const lines = text.split('\n');
	const end = lines.findIndex(line => !line.startsWith('//'));
	const comment = lines.slice(1, end).map(line => line.slice(2).trim());
	return `${comment.join('\n').trim()}\n`;
}

const bar = '='.repeat(100);

/** `what`: "The firmware for nrf5340dk", say. */
export function noticeText(what: string, parts: readonly Part[]): string {
	const width = Math.max(0, ...parts.map(({name}) => name.length));
	const list = parts.map(({name, licence}) => `  ${name.padEnd(width)}  ${licence}\n`);
	const sections = parts.map(({name, licence, from, text, held}) => {
		const which = held.length > 0 ? wrapped(`Held: ${held.join(' ')}`) : '';
		return `\n${bar}\n${name}\n${licence}\nFrom: ${from}\n${which}${bar}\n\n${text}`;
	});
	const intro =
		parts.length === 0
			? `${what} holds no work of others.\n`
			: `${what} holds work of others, each under its own licence:\n\n${list.join('')}`;
	const ours = licenceText('LICENSE');
	return `${intro}\nEverything else in it is Catnap, under this licence:\n\n${ours}${sections.join('')}`;
}

/** Lines of at most 100 characters, cut at spaces. */
function wrapped(text: string): string {
	return text.replace(/(.{1,100})(?: |$)/g, '$1\n');
}
