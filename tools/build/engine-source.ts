// The engine's source for TypeScript code: fetch.mjs with errors of the house.
import {CatnapError, type ErrorFacts} from '../../lib/errors.ts';
import {fetchQuickjs} from './fetch.mjs';

/** The folder of QuickJS's source; downloads it once. Progress goes to stderr. */
export function engineSource(): string {
	try {
		return fetchQuickjs(line => console.error(line));
	} catch (error) {
		const {code, facts} = error as {code?: string; facts?: ErrorFacts};
		if (code === undefined || facts === undefined) throw error;
		throw new CatnapError(code, facts);
	}
}
