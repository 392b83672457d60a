// `docs/errors.md` and a page for each kind below `docs/errors`: every code that a tool or the chip can give, with what it means and what helps.
import {errors} from '../../../bindings/schema.ts';
import {errorTable} from '../../../lib/error-table.mjs';
import type {ErrorCode} from '../../../lib/errors.ts';
import {type ErrorKind, errorKinds, helpOf} from './error-kinds.ts';

interface Entry {
	readonly exit: 1 | 2;
	readonly what: string | Readonly<Record<string, string>>;
	readonly todo?: string;
}

const table: Readonly<Record<string, Entry>> = errorTable;

const head =
	'<!-- Generated from lib/error-table.mjs, bindings/schema.ts and tools/dev/gen/error-kinds.ts. Edit those, then run: npm run gen -->';
const onChip = {
	title: 'On the chip',
	about: `What a service of the chip throws is a \`NativeError\`: its \`code\` is one of these. Of a wrong argument it also has \`expected\` and
\`received\`.`,
};

/** Paths and texts: a page for each kind, and one that leads to them. */
export function errorPages(kinds: readonly ErrorKind[] = errorKinds): [path: string, text: string][] {
	return [
		['docs/errors.md', indexOf(kinds)],
		...kinds.map((kind): [string, string] => [pathOf(kind.title), pageOf(kind)]),
		[pathOf(onChip.title), chipPage()],
	];
}

const nameOf = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
const pathOf = (title: string): string => `docs/errors/${nameOf(title)}.md`;
const namesOf = (codes: readonly string[]): string => codes.map(code => `\`${code}\``).join(', ');

function indexOf(kinds: readonly ErrorKind[]): string {
	const all = [...kinds, {...onChip, codes: Object.keys(errors)}];
	const rows = all.map(
		({title, codes}) => `| [${title}](errors/${nameOf(title)}.md) | ${namesOf([...codes].sort())} |`,
	);
	return `${head}
# Errors

A tool that fails says one message: \`error CODE: what happened\`, then where, what was expected, what was received, and what to do. The
exit code is 1 when the work failed and 2 when the command was called wrongly. \`CATNAP_DEBUG=1\` adds the stack of the tool itself.
Each kind of errors has a page that says what every code means and what helps.

| kind | codes |
|---|---|
${rows.join('\n')}
`;
}

function pageOf({title, about, codes}: ErrorKind): string {
	const rows = [...codes].sort().map(rowOf);
	return `${head}
# Errors: ${title}

${about} \`{...}\` stands for what a message fills in.

| code | exit | what happened | what helps |
|---|---|---|---|
${rows.join('\n')}
`;
}

function chipPage(): string {
	const rows = Object.entries(errors).map(
		([name, {doc}]) => `| \`${name}\` | ${doc} | ${nativeHelp[name]} |`,
	);
	return `${head}
# Errors: ${onChip.title}

${onChip.about}

| code | what happened | what helps |
|---|---|---|
${rows.join('\n')}
`;
}

function rowOf(code: ErrorCode): string {
	const {exit, what, todo} = table[code]!;
	const said = typeof what === 'string' ? [what] : Object.values(what);
	return `| \`${code}\` | ${exit} | ${said.map(cell).join('<br>')} | ${cell(todo ?? helpOf[code] ?? '')} |`;
}

function cell(text: string): string {
	return text.replaceAll('|', '\\|').replace(/<(?!br>)/g, '&lt;');
}

const nativeHelp: Readonly<Record<string, string>> = {
	IO: 'check wiring, pull-ups and supply; the library has tried again already',
	NOT_READY: 'ask again later, or wait for the promise',
	NO_MEMORY: 'shorter windows, fewer buffers, a smaller model; `catnap build` lists what takes how much',
	BUSY: 'close the object that has it, or wait until its question is answered',
	NO_DEVICE: 'check wiring, address and supply of the chip',
	INVAL: 'give what `expected` says',
	FULL: 'close what is not needed: a board watches a fixed number of pins and keeps eight records',
	RANGE: 'give a value within what `expected` says',
	UNSUPPORTED: 'leave it out on this board, or name another one: `catnap board <name>` says what it has',
	TIMEOUT: 'check that the device answers and that nothing holds its lines',
	WRONG_DEVICE: 'check the address: the message says which identity answered',
	LAYOUT: 'give the record another name, or say how it is carried over: `migrate`',
	CORRUPT: 'write the data again: what was kept has been damaged',
	STATE: 'stop or close first what is under way',
	CLOSED: 'make another object: this one has given everything back',
	TYPE: 'give the type that `expected` says: values are never converted',
	BAD_IMAGE: 'build and flash the app again',
	BAD_MODEL: 'build the app again: plan and firmware do not belong together',
};
