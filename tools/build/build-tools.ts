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
	const {compileModule} = await import('./compile.ts');
	const {abiId} = await import('../../bindings/gen/abi.ts');
	return {compileModule, compileModel, engineId: Buffer.from(abiId, 'hex')};
}

const compileModel: ModelCompiler = async (tflite, where, chain) => {
	const compiler = await import('../model/compile.ts');
	const {endSizesOf} = await import('../model/sidecar-results.ts');
	// on every target, the PC too: the plan carries its cost, and virtual time passes by it
	const options = {file: where, target: 'm33'} as const;
	const model = chain
		? compiler.compileChain(
				{tflite: chain.tflite, file: chain.file},
				{tflite, file: where},
				{...options, every: chain.every, where: chain.where},
			)
		: compiler.compileModel(tflite, options);
	const {plan, arenaBytes, stateBytes, inputs, outputs, turnOutput, betweenCost} = model;
	return {
		...endSizesOf(model),
		...(turnOutput !== undefined && {turnOutput, betweenCost}),
		plan,
		arenaBytes,
		stateBytes,
		inputType: inputs[0]!.type.toLowerCase(),
		outputType: outputs[0]!.type.toLowerCase(),
	};
};
