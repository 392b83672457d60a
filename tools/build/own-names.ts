// Classes and functions keep the names that their author gave them, where rollup had to tell two of them apart.
import {parseAst} from 'rollup/parseAst';
import {defaultFunction} from './default-names.ts';
import type {Node} from './syntax.ts';

/**
 * `code` with `class Lamp$1 {` written as `let Lamp$1 = class Lamp {`, and the names of functions set at its end. Lines
 * stay.
 * @param names what the app's modules declare at their top levels.
 */
export function withOwnNames(code: string, names: ReadonlySet<string>): string {
	const tree = parseAst(code) as unknown as {readonly body: readonly Node[]};
	const renamed = tree.body.flatMap(statement => {
		const declared = (statement.declaration ?? statement) as Node;
		const name = (declared.id as Node | null | undefined)?.name as string | undefined;
		const own = ownNameOf(name ?? '', names);
		return own === undefined ? [] : [{declared, name: name!, own}];
	});
	let text = code;
	for (const {declared, name, own} of renamed.reverse()) {
		if (declared.type !== 'ClassDeclaration') continue;
		const {end} = declared.id as Node;
		text = `${text.slice(0, declared.start)}let ${name} = class ${own}${text.slice(end)}`;
	}
	const functions = renamed.filter(({declared}) => declared.type === 'FunctionDeclaration');
	const set = functions.map(
		({name, own}) => `Object.defineProperty(${name}, 'name', {value: '${own}', configurable: true});`,
	);
	// functions stand before everything else of a module, and so do their names
	return set.length === 0 ? text : withFirstStatement(text, set.join(' '));
}

/** The name that stood in the app; undefined if it still does. */
function ownNameOf(name: string, names: ReadonlySet<string>): string | undefined {
	if (name === defaultFunction || name.startsWith(`${defaultFunction}$`)) return 'default';
	const own = /^(.+)\$\d+$/.exec(name)?.[1];
	return own === undefined || names.has(name) || !names.has(own) ? undefined : own;
}

function withFirstStatement(code: string, statement: string): string {
	const tree = parseAst(code) as unknown as {readonly body: readonly Node[]};
	const last = tree.body.findLast(({type}) => type === 'ImportDeclaration');
	const at = last?.end ?? 0;
	return `${code.slice(0, at)} ${statement}${code.slice(at)}`;
}
