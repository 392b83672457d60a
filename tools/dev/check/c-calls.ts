// Which C file calls a function that another one defines: read from the text, without a compiler.
import type {Graph} from './circles.ts';

/** A function's first line at the margin, up to the brace; static ones are nobody else's. */
const definition = /^(?!static\b|typedef\b|extern\b|#)[A-Za-z_][\w\s*()]*?\b(\w+)\([^;{}]*\)\s*\{/gm;

/** For each C file the others whose functions it names: to call them, or to hand them on. */
export function cCalls(sources: ReadonlyMap<string, string>): Graph {
	const owner = new Map<string, string>();
	const bodies = [...sources]
		.filter(([path]) => path.endsWith('.c'))
		.map(([path, text]) => [path, code(text)] as const);
	for (const [path, text] of bodies) {
		for (const [, name] of text.matchAll(definition)) owner.set(name!, path);
	}
	return new Map(
		bodies.map(([path, text]) => {
			const called = [...text.matchAll(/\b(\w+)\b/g)].flatMap(([, name]) => owner.get(name!) ?? []);
			return [path, new Set(called.filter(other => other !== path))];
		}),
	);
}

/** The text without comments, strings, attributes and tags: `enum hal_clock` is not the function hal_clock. */
function code(text: string): string {
	return text
		.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g, '')
		.replaceAll(/__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\)\s*/g, '')
		.replaceAll(/\b(enum|struct|union)\s+\w+/g, '$1');
}
