// Finds and reads the scenario of an app: YAML or JSON, or a module of TypeScript that exports it by default.

import {createHash} from 'node:crypto';
import {extname} from 'node:path';
import {pathToFileURL} from 'node:url';
import {parseDocument} from 'yaml';
import {CatnapError} from '../../lib/errors.ts';
import {readText} from '../../lib/read.ts';
import {readTypescript} from '../app-test/read-typescript.mjs';
import {findFile} from '../run-app.ts';
import {checkScenario, notRun} from './check.ts';
import type {Scenario} from './scenario.ts';

const modules = ['.ts', '.mts', '.js', '.mjs'];
const longestMb = 1;

export interface FoundScenario {
	readonly scenario: Scenario;
	readonly path: string;
}

/**
 * @param named relative to the app's folder or to the current one
 * @throws {CatnapError} NO_SCENARIO, BAD_SCENARIO
 */
export async function readScenario(appDir: string, named: string): Promise<FoundScenario> {
	const path = findFile(appDir, named);
	const text = readText(path, {code: 'NO_SCENARIO', longestMb});
	const value = modules.includes(extname(path)) ? await load(path, text) : parse(text, path);
	return {scenario: checkScenario(value, path), path};
}

function parse(text: string, path: string): unknown {
	const document = parseDocument(text);
	const [first] = document.errors;
	if (first !== undefined) {
		const at = first.linePos?.[0];
		const where = at === undefined ? path : `${path}:${at.line}:${at.col}`;
		throw new CatnapError('BAD_SCENARIO', {which: 'yaml', where, received: first.message.split('\n')[0]!});
	}
	try {
		return document.toJS();
	} catch (error) {
		// an alias without its anchor, or so many that they would fill the memory
		throw new CatnapError('BAD_SCENARIO', {which: 'yaml', where: path, received: (error as Error).message});
	}
}

/** A module that has changed is another one: `catnap dev` reads it again in the same process. */
async function load(path: string, text: string): Promise<unknown> {
	await readTypescript();
	const url = pathToFileURL(path);
	url.searchParams.set('text', createHash('sha256').update(text).digest('hex').slice(0, 12));
	try {
		return ((await import(url.href)) as {default?: unknown}).default;
	} catch (error) {
		throw notRun(path, error);
	}
}
