// What a newcomer types, step by step, until an app runs, is changed and can be flashed: with Catnap, and with DeviceScript.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

export interface Step {
	readonly what: string;
	/** Below the folder of the contestant. @default that folder */
	readonly folder?: string;
	/** Before the clock starts: what an editor does. */
	readonly edit?: (folder: string) => void;
	readonly command: readonly [string, ...string[]];
	/** The clock stops at the line that says this; without it, when the command has ended well. */
	readonly until?: RegExp;
}

export interface Contestant {
	readonly name: string;
	readonly steps: readonly Step[];
}

const replaceIn =
	(path: string, from: string, to: string) =>
	(folder: string): void => {
		const file = join(folder, path);
		const text = readFileSync(file, 'utf8');
		if (!text.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`);
		writeFileSync(file, text.replace(from, to));
	};

/** The steps that the README names, from `npm pack`'s file. */
export function catnapSteps(tarball: string): Contestant {
	return {
		name: 'Catnap',
		steps: [
			{
				what: 'the package',
				command: ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', tarball],
			},
			{what: 'a project, its test passing', command: ['npx', 'catnap', 'new', 'app']},
			{what: 'first output', folder: 'app', command: ['npm', 'start'], until: /hello/},
			{
				what: 'edit, new output',
				folder: 'app',
				edit: replaceIn('src/main.ts', 'hello', 'edited'),
				command: ['npm', 'start'],
				until: /edited/,
			},
			{
				what: 'its test passing',
				folder: 'app',
				edit: replaceIn('src/main.ts', 'edited', 'hello'),
				command: ['npm', 'test'],
			},
			{what: 'device.hex', folder: 'app', command: ['npm', 'run', 'build']},
		],
	};
}

/** Pinned; it is installed here for the measurement alone. Its way to a test: its documentation, "developer/testing". */
const deviceScript = '@devicescript/cli@2.16.4';

/** As large as the example hello and its test; written here. Without a browser its simulator runs in `npm test` alone. */
const itsApp = `import {describe, expect, test} from '@devicescript/test'

function greeting(): string {
	return 'hello'
}

describe('app', () => {
	test('it greets', async () => expect(greeting().length).toBe(5))
})

console.log(greeting())
`;

export const deviceScriptSteps: Contestant = {
	name: 'DeviceScript',
	steps: [
		{
			what: 'the package',
			command: ['npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', deviceScript],
		},
		{what: 'a project', command: ['npx', 'devs', 'init', 'app', '--quiet']},
		{what: 'its test package', folder: 'app', command: ['npx', 'devs', 'add', 'test', '--quiet']},
		{
			what: 'first output',
			folder: 'app',
			edit: folder => {
				mkdirSync(join(folder, 'src'), {recursive: true});
				writeFileSync(join(folder, 'src/main.ts'), itsApp);
			},
			command: ['npm', 'test'],
			until: /hello/,
		},
		{
			what: 'edit, new output',
			folder: 'app',
			edit: replaceIn('src/main.ts', "'hello'", "'there'"),
			command: ['npm', 'test'],
			until: /there/,
		},
		{what: 'its test passing', folder: 'app', command: ['npm', 'test']},
	],
};
