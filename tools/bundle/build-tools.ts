// The two compilers that a build needs, behind small interfaces so that tests can put others in their place.
import type {ModelCompiler} from './models.ts';

export interface BuildTools {
	/** QuickJS bytecode of one ES module; throws CatnapError for code that the engine does not take. */
	compileModule(source: string, filename: string): Uint8Array | Promise<Uint8Array>;
	readonly compileModel: ModelCompiler;
	/** First 8 bytes of the sha256 of the bytecode ABI string. */
	readonly engineId: Uint8Array;
}

/** The real ones. They are loaded here, not at the top, because a wrong command line should not pay for them. */
export async function loadBuildTools(): Promise<BuildTools> {
	throw new Error('not yet');
}
