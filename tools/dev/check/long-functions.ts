// Functions fit one screen: those longer than 50 lines are listed with a reason in long-functions.txt, and no others.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import ts from 'typescript';
import {catnapRoot} from '../../build/app.ts';
import {cFiles, tsFiles} from './files.ts';

const ceiling = 50;
const listPath = 'tools/dev/check/long-functions.txt';

interface LongFunction {
	/** `path name`, as the list has it. */
	readonly key: string;
	readonly line: number;
	readonly lines: number;
}

export async function longFunctionProblems(): Promise<string[]> {
	const found = [...cFiles(/\.c$/).flatMap(longInC), ...tsFiles().flatMap(longInTs)];
	const {reasons, problems} = readList();
	const keys = new Set(found.map(({key}) => key));
	const unlisted = found.filter(({key}) => !reasons.has(key));
	return [
		...problems,
		...unlisted.map(
			({key, line, lines}) => `${key.replace(' ', `:${line} `)} has ${lines} lines; at most ${ceiling}`,
		),
		...[...reasons.keys()]
			.filter(key => !keys.has(key))
			.map(key => `${listPath} lists ${key}, which is not long (any more)`),
	];
}

/** Lines of the list: `path name: reason`. */
function readList(): {reasons: Map<string, string>; problems: string[]} {
	const reasons = new Map<string, string>();
	const problems: string[] = [];
	const lines = readFileSync(join(catnapRoot, listPath), 'utf8').split('\n');
	for (const [index, line] of lines.entries()) {
		if (line === '' || line.startsWith('#')) continue;
		const match = /^(\S+ \S+): (\S.*)$/.exec(line);
		if (match === null) problems.push(`${listPath}:${index + 1} is not \`path name: reason\``);
		else reasons.set(match[1]!, match[2]!);
	}
	return {reasons, problems};
}

/** With our clang-format a function opens with a line that ends in `) {` and closes with a brace in the first column. */
function longInC(path: string): LongFunction[] {
	const found: LongFunction[] = [];
	let name: string | undefined;
	let start = 0;
	for (const [index, line] of readFileSync(join(catnapRoot, path), 'utf8').split('\n').entries()) {
		if (name === undefined && /^\w.*\b\w+\(/.test(line) && !line.endsWith(';')) {
			name = /\b(\w+)\(/.exec(line)![1]!;
			start = index;
		}
		if (line.startsWith('}') || /^\S.*;$/.test(line)) {
			const lines = index - start + 1;
			if (name !== undefined && line === '}' && lines > ceiling)
				found.push({key: `${path} ${name}`, line: start + 1, lines});
			name = undefined;
		}
	}
	return found;
}

function longInTs(path: string): LongFunction[] {
	const text = readFileSync(join(catnapRoot, path), 'utf8');
	const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
	const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
	const found: LongFunction[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
			const start = lineOf(node.getStart());
			const lines = lineOf(node.end) - start + 1;
			if (lines > ceiling) found.push({key: `${path} ${nameOf(node)}`, line: start + 1, lines});
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

function nameOf(node: ts.SignatureDeclaration): string {
	const named = node.name ?? (ts.isVariableDeclaration(node.parent) ? node.parent.name : undefined);
	return named === undefined ? 'anonymous' : named.getText().replace(/\s+/g, '');
}
