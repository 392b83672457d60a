// What apps and tests import, as Markdown: every module, class, function, option and type, by the compiler's own reading.
import {readFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import ts from 'typescript';
import {catnapRoot} from '../../../lib/root.mjs';
import {headOf, isDerived, isNamed, literalOf, memberHead, typeLiteralOf} from './api-signatures.ts';
import {wordsOf} from './api-words.ts';

interface Module {
	/** Such as `catnap/pin`. */
	readonly name: string;
	readonly path: string;
}

/** The exports of package.json that have TypeScript sources. */
function publicModules(): Module[] {
	const {name, exports} = JSON.parse(readFileSync(join(catnapRoot, 'package.json'), 'utf8'));
	return Object.entries<Record<string, string>>(exports)
		.map(([key, places]) => ({name: name + key.slice(1), path: places['catnap-sources'] ?? ''}))
		.filter(({path}) => path.endsWith('.ts'))
		.map(module => ({...module, path: join(catnapRoot, module.path)}));
}

let made: [string, string][] | undefined;

/** Path from the root, and text; read once a process. The declarations in ts-src/gen must be fresh. */
export function apiReference(): [string, string][] {
	made ??= pagesOf(publicModules());
	return made;
}

function pagesOf(modules: readonly Module[]): [string, string][] {
	const {program, checker} = read(modules);
	const pages = modules.map(module => {
		const source = program.getSourceFile(module.path)!;
		return [pagePath(module), pageOf(module, source, checker)] as [string, string];
	});
	return [...pages, ['docs/reference/README.md', indexOf(modules, program)]];
}

function pagePath({name}: Module): string {
	return `docs/reference/${name.replace('/', '-')}.md`;
}

function read(modules: readonly Module[]): {program: ts.Program; checker: ts.TypeChecker} {
	const project = join(catnapRoot, 'ts-src/tsconfig.app.json');
	const {options, fileNames} = ts.parseJsonConfigFileContent(
		ts.readConfigFile(project, ts.sys.readFile).config,
		ts.sys,
		join(catnapRoot, 'ts-src'),
	);
	const roots = [...fileNames, ...modules.map(({path}) => path)];
	const program = ts.createProgram(roots, {
		...options,
		types: ['node'],
		// the board of the page is that of the virtual kit
		typeRoots: ['ts-src/gen', 'node_modules/@types'].map(folder => join(catnapRoot, folder)),
	});
	return {program, checker: program.getTypeChecker()};
}

/** The first lines of each page. */
const head =
	'<!-- Generated from the doc comments of the sources by tools/dev/gen. Edit those, then run: npm run gen -->\n';

function indexOf(modules: readonly Module[], program: ts.Program): string {
	const rows = modules.map(module => {
		const {text} = opening(program.getSourceFile(module.path)!);
		return `| [\`${module.name}\`](${pagePath(module).replace(/^.*\//, '')}) | ${text} |`;
	});
	return `${head}# Reference of what apps and tests import

A duration is a text with its unit, such as \`'10s'\` or \`'500ms'\`; a moment is in microseconds since power-on. A unit ends a name:
\`rateHz\`, \`thresholdMg\`. \`readonly\` members are not for apps to assign. \`NativeError\` has a \`code\`; [errors](../errors.md) says what
helps with those of the tools.

| module | what it gives |
|---|---|
${rows.join('\n')}
`;
}

/** The sentence with which each file opens. */
function opening(source: ts.SourceFile): {readonly text: string} {
	const comment =
		ts
			.getLeadingCommentRanges(source.text, 0)
			?.filter(({kind}) => kind === ts.SyntaxKind.SingleLineCommentTrivia) ?? [];
	const text = comment.map(({pos, end}) => source.text.slice(pos + 2, end).trim()).join(' ');
	const said = text.replace(/^`[^`]*`: /, '');
	return {text: said.charAt(0).toUpperCase() + said.slice(1)};
}

function pageOf({name}: Module, source: ts.SourceFile, checker: ts.TypeChecker): string {
	const exported = checker
		.getExportsOfModule(checker.getSymbolAtLocation(source)!)
		.map(symbol => ({name: symbol.name, symbol: resolved(symbol, checker)}));
	const entries = exported
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.map(one => entryOf(one.name, one.symbol, checker));
	return `${head}# \`${name}\`\n\n${opening(source).text}\n\n${entries.join('\n')}`;
}

function resolved(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
	return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function entryOf(name: string, symbol: ts.Symbol, checker: ts.TypeChecker): string {
	const declaration = symbol.declarations?.[0];
	if (declaration === undefined) throw new Error(`${name} has no declaration`);
	const from = relative(catnapRoot, declaration.getSourceFile().fileName).replaceAll('\\', '/');
	const parts = [
		`## ${name}`,
		code(headOf(name, declaration, checker)),
		wordsOf(declaration),
		...membersOf(declaration, symbol, checker),
	];
	return `${parts.filter(part => part !== '').join('\n\n')}\n\n<sub>${from}</sub>\n`;
}

function code(text: string): string {
	return `\`\`\`text\n${text}\n\`\`\``;
}

function membersOf(node: ts.Declaration, symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
	if (ts.isClassDeclaration(node)) return listOf([...node.members, ...inherited(symbol, checker)], checker);
	if (ts.isInterfaceDeclaration(node)) return listOf([...node.members], checker);
	if (ts.isVariableDeclaration(node))
		return listOf([...(literalOf(node)?.properties ?? typeLiteralOf(node)?.members ?? [])], checker);
	if (!ts.isTypeAliasDeclaration(node)) return [];
	if (ts.isTypeLiteralNode(node.type)) return listOf([...node.type.members], checker);
	if (!isDerived(node.type) || !isNamed(node.type, checker)) return [];
	const properties = checker.getPropertiesOfType(checker.getTypeFromTypeNode(node.type));
	return listOf(
		properties.flatMap(({declarations}) => (declarations ?? []).slice(0, 1) as ts.NamedDeclaration[]),
		checker,
	);
}

/** Public members of base classes, which the reader cannot import. */
function inherited(symbol: ts.Symbol, checker: ts.TypeChecker): ts.NamedDeclaration[] {
	const type = checker.getDeclaredTypeOfSymbol(symbol);
	const own = new Set(symbol.members?.keys() ?? []);
	return checker
		.getPropertiesOfType(type)
		.filter(({escapedName}) => !own.has(escapedName))
		.flatMap(({declarations}) => (declarations ?? []).slice(0, 1) as ts.NamedDeclaration[])
		.filter(declaration => !declaration.getSourceFile().fileName.includes('/node_modules/'));
}

function listOf(members: readonly ts.NamedDeclaration[], checker: ts.TypeChecker): string[] {
	const lines = members
		.filter(isPublic)
		.filter(isShown)
		.flatMap(member => {
			const shown = memberHead(member, checker);
			if (shown === undefined) return [];
			const words = wordsOf(member);
			return [`- \`${shown}\`${words === '' ? '' : `\n${words.replace(/^(?=.)/gm, '  ')}`}`];
		});
	return lines.length === 0 ? [] : [lines.join('\n')];
}

/** The body of a method with overloads says nothing to those who call it. */
function isShown(member: ts.NamedDeclaration, _index: number, all: readonly ts.NamedDeclaration[]): boolean {
	if (!ts.isMethodDeclaration(member) || member.body === undefined) return true;
	const name = member.name.getText();
	return !all.some(
		other => ts.isMethodDeclaration(other) && other.body === undefined && other.name.getText() === name,
	);
}

/** Members that are private are not shown, nor are those that other parts of Catnap call: `@internal`. */
function isPublic(member: ts.NamedDeclaration): boolean {
	if (ts.getJSDocTags(member).some(({tagName}) => tagName.text === 'internal')) return false;
	const flags = ts.getCombinedModifierFlags(member);
	const isHidden = flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected);
	return (
		!isHidden &&
		!(member.name && ts.isPrivateIdentifier(member.name)) &&
		!ts.isClassStaticBlockDeclaration(member)
	);
}
