// The files of a new project: the template's own, and what a folder of its own needs around them.
import {cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {cannotWrite, makeFolderSync, throwIfTaken} from '../../lib/folders.mjs';
import type {Template} from './templates.ts';

export interface ProjectOptions {
	readonly template: Template;
	/** For which `npm run build` builds. */
	readonly board: string;
	/** How an image comes onto that board; undefined: it is simulated only. */
	readonly flashedBy?: 'probe' | 'loader' | undefined;
	/** How package.json names Catnap, such as `0.2.0` or `file:catnap.tgz`. */
	readonly catnap: string;
}

/** What a project takes over from its template. */
export const copied: readonly string[] = ['src', 'test', 'traces', 'chips', 'scenario.ts', 'scenario.yaml'];

/** Write a project into `dir`, whole or not at all. @throws {CatnapError} FOLDER_TAKEN, CANNOT_WRITE */
export function writeProject(dir: string, options: ProjectOptions): void {
	throwIfTaken(dir);
	const isThere = existsSync(dir);
	const beside = join(dirname(dir), `.${basename(dir)}.${process.pid}`);
	makeFolderSync(dirname(dir));
	try {
		fill(beside, basename(dir), options);
		// an empty folder stays the one that it is: a shell may be in it
		if (!isThere) renameSync(beside, dir);
		else for (const name of readdirSync(beside)) renameSync(join(beside, name), join(dir, name));
		rmSync(beside, {recursive: true, force: true});
	} catch (error) {
		rmSync(beside, {recursive: true, force: true});
		throw cannotWrite(dir, error);
	}
}

function fill(dir: string, folderName: string, options: ProjectOptions): void {
	mkdirSync(dir);
	for (const name of copied.filter(name => existsSync(join(options.template.dir, name))))
		cpSync(join(options.template.dir, name), join(dir, name), {recursive: true});
	for (const [path, content] of Object.entries(filesOf(packageName(folderName), options))) {
		mkdirSync(dirname(join(dir, path)), {recursive: true});
		const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
		writeFileSync(join(dir, path), text);
	}
}

/** A name that npm takes, made from the folder's. */
export function packageName(folder: string): string {
	const name = folder
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9._~-]+/g, '-')
		.replace(/^[-._]+|-+$/g, '');
	return name === '' || name === 'catnap' || name === 'node_modules' ? 'catnap-app' : name.slice(0, 100);
}

function filesOf(name: string, options: ProjectOptions): Record<string, object | string> {
	const {board, catnap} = options;
	return {
		'package.json': {
			name,
			version: '0.1.0',
			private: true,
			type: 'module',
			main: 'src/main.ts',
			scripts: {
				start: 'catnap run .',
				test: 'catnap test .',
				build: `catnap build . --board ${board}`,
				check: `catnap build . --board ${board} && tsc --noEmit -p . && tsc --noEmit -p test`,
			},
			devDependencies: {catnap},
		},
		'tsconfig.json': {extends: 'catnap/tsconfig.app.json', include: ['src']},
		'test/tsconfig.json': {
			compilerOptions: {
				target: 'ES2023',
				module: 'NodeNext',
				types: ['node'],
				strict: true,
				allowImportingTsExtensions: true,
				skipLibCheck: true,
				noEmit: true,
			},
			include: ['.'],
		},
		'.gitignore': 'node_modules/\nbuild/\n',
		'.editorconfig':
			'root = true\n\n[*]\nindent_style = tab\nend_of_line = lf\ncharset = utf-8\ninsert_final_newline = true\n',
		'.vscode/settings.json': {
			'js/ts.tsdk.path': 'node_modules/typescript/lib',
			'typescript.tsdk': 'node_modules/typescript/lib',
		},
		'README.md': readme(name, options),
	};
}

/** What lies in the folder is felt or heard; what is called demo without being asked for. */
function tracesOf(dir: string): string {
	const names = readdirSync(join(dir, 'traces'));
	const senses = names.some(name => name.endsWith('.wav'))
		? 'what the microphone hears'
		: 'what the sensors feel';
	const demo = names.find(name => name.startsWith('demo.'));
	return demo === undefined
		? `${senses} when the scenario says so`
		: `${senses}: \`${demo}\` in \`npm start\``;
}

/** What the build leaves, and how it comes onto the board. */
function builtFor({board, flashedBy}: ProjectOptions): string {
	if (flashedBy === undefined) return `build/app.catnap for ${board}`;
	const file = flashedBy === 'loader' ? 'device.bin' : 'device.hex';
	return `build/${file}; npx catnap flash --board ${board} writes it`;
}

function readme(name: string, options: ProjectOptions): string {
	const {does, dir} = options.template;
	const traces = existsSync(join(dir, 'traces')) ? `| \`traces/\` | ${tracesOf(dir)} |\n` : '';
	const scenarios = ['scenario.yaml', 'scenario.ts']
		.filter(path => existsSync(join(dir, path)))
		.map(path => `| \`${path}\` | what happens meanwhile, and what is expected |\n`);
	return `# ${name}

An app for microcontrollers that mostly sleep, made with Catnap: it ${does}.

    npm start            # run it in virtual time, on this machine
    npm test             # its tests
    npm run build        # ${builtFor(options)}
    npm run check        # types of the app and of its tests

| file | what it is |
|---|---|
| \`src/main.ts\` | the app |
| \`test/\` | what it says and how long it sleeps, in virtual time |
${traces}${scenarios.join('')}
What an app may import: \`node_modules/catnap/README.md\`.
`;
}
