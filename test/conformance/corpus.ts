// The tests of test262 that concern Catnap, read from its folder: their metadata and source.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

export interface Case {
	/** Its path below `test`, such as `language/types/null/S8.2_A1_T1.js`. */
	readonly name: string;
	readonly source: string;
	readonly flags: ReadonlySet<string>;
	/** Files of the harness beside those that every test needs. */
	readonly includes: readonly string[];
	/** The error that the test must end with. */
	readonly negative?: {readonly phase: string; readonly type: string};
}

/** The parts of the language that Catnap means to have; the rest of built-ins is absent by design. */
const folders = ['language', 'built-ins'];
const absent = /^built-ins\/(Temporal|Atomics|SharedArrayBuffer)\//;

/** What a host would have to offer: other realms, scripts, detaching; and sloppy mode, for an app is strict. */
const needsHost = /createRealm|evalScript|detachArrayBuffer|\$DETACHBUFFER|AbstractModuleSource/;

/** The names of all tests that are run, in order. */
export function caseNames(corpus: string): string[] {
	return folders
		.flatMap(folder => filesIn(join(corpus, 'test'), folder))
		.filter(name => name.endsWith('.js') && !name.includes('_FIXTURE') && !absent.test(name))
		.filter(name => {
			const {source, flags} = readCase(corpus, name);
			return !flags.has('noStrict') && !needsHost.test(source);
		})
		.sort();
}

export function readCase(corpus: string, name: string): Case {
	const source = readFileSync(join(corpus, 'test', name), 'utf8');
	const facts = source.slice(source.indexOf('/*---'), source.indexOf('---*/'));
	const negative = facts.split(/^negative:/m)[1] ?? '';
	const [type, phase] = ['type', 'phase'].map(
		key => new RegExp(`^ +${key}: (\\S+)`, 'm').exec(negative)?.[1],
	);
	return {
		name,
		source,
		flags: new Set(listOf(facts, 'flags')),
		includes: listOf(facts, 'includes'),
		...(type !== undefined && phase !== undefined && {negative: {phase, type}}),
	};
}

/** A list of the metadata, written `key: [a, b]` or with one item a line. */
function listOf(facts: string, key: string): string[] {
	const inline = new RegExp(`^${key}: *\\[([^\\]]*)\\]`, 'm').exec(facts)?.[1];
	if (inline !== undefined) return inline.split(',').flatMap(item => item.trim() || []);
	const lines = new RegExp(`^${key}: *\\n((?: +- .*\\n)+)`, 'm').exec(facts)?.[1] ?? '';
	return [...lines.matchAll(/- *(\S+)/g)].map(([, item]) => item!);
}

function filesIn(root: string, folder: string): string[] {
	return readdirSync(join(root, folder), {withFileTypes: true}).flatMap(entry => {
		const name = `${folder}/${entry.name}`;
		return entry.isDirectory() ? filesIn(root, name) : [name];
	});
}
