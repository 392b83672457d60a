// Forms of imports that would be ignored: phases, and attributes that say what a bundle cannot give.
import {children, type Node} from './syntax.ts';

/** What is wrong, and at which offset. */
export interface Refused {
	readonly message: string;
	readonly offset: number;
}

const phase =
	"a module cannot be imported by `import defer` or `import source`: import('./part.js') runs it when it is reached";
const attribute = "an import can have one attribute, `type: 'json'`, for a file that ends in .json";
const options = 'options of import() must be written out: `{with: {type: "json"}}`';

/** Whether code can have such an import: most has none, and need not be parsed for it. */
export function mayHaveForms(code: string): boolean {
	return /\bimport\s+(defer|source)\b|\bwith\s*\{|\bimport\s*\(/.test(code);
}

/** The first import of a module that has a form of these. */
export function refusedForm(tree: Node, code: string): Refused | undefined {
	const message = problemOf(tree, code);
	if (message !== undefined) return {message, offset: tree.start};
	for (const child of children(tree)) {
		const found = refusedForm(child, code);
		if (found !== undefined) return found;
	}
	return undefined;
}

function problemOf(node: Node, code: string): string | undefined {
	const specifier = (node.source as Node | null | undefined)?.value;
	if (node.type === 'ImportExpression') return problemOfOptions(node.options as Node | null, specifier);
	if (!/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type)) return undefined;
	if (node.type === 'ImportDeclaration' && hasPhase(code.slice(node.start, node.end))) return phase;
	const attributes = (node.attributes ?? []) as readonly Node[];
	return attributes.every(one => isJson(one, specifier)) ? undefined : attribute;
}

/** `import defer from './x.js'` names a value; `import defer * as x` is a phase. */
function hasPhase(statement: string): boolean {
	return /^import\s+(defer\s*\*|source\s+(?!from\b)[\w$]|source\s+from\s+from\b)/.test(statement);
}

function problemOfOptions(given: Node | null | undefined, specifier: unknown): string | undefined {
	if (given === null || given === undefined) return undefined;
	const [first, ...others] = propertiesOf(given) ?? [];
	const attributes = first !== undefined && keyOf(first) === 'with' ? propertiesOf(first.value as Node) : [];
	if (propertiesOf(given) === undefined || others.length > 0 || attributes === undefined) return options;
	if (first !== undefined && keyOf(first) !== 'with') return options;
	return attributes.every(one => isJson(one, specifier)) ? undefined : attribute;
}

function isJson(attribute: Node, specifier: unknown): boolean {
	const isOfJson = keyOf(attribute) === 'type' && (attribute.value as Node).value === 'json';
	return isOfJson && String(specifier).endsWith('.json');
}

/** The properties of an object that is written out. */
function propertiesOf(node: Node): readonly Node[] | undefined {
	if (node.type !== 'ObjectExpression') return undefined;
	const properties = node.properties as readonly Node[];
	return properties.every(one => one.type === 'Property' && one.computed !== true && one.kind === 'init')
		? properties
		: undefined;
}

function keyOf(node: Node): unknown {
	const {name, value} = node.key as Node;
	return name ?? value;
}
