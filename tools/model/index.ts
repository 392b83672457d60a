// The model tools' entry functions, for the commands and for the bundler.
export {type BenchArgs, type BenchData, type Measure, type Measured, runBench} from './bench.ts';
export {type CompiledModel, type CompileOptions, compileModel, type ModelEnd} from './compile.ts';
export {type InspectArgs, type InspectData, runInspect} from './inspect.ts';
export {onlyHeader} from './only.ts';
export {kernelIds, kernelName, kernelsOf} from './plan-kernels.ts';
export {type ProfileArgs, type ProfileData, runProfile, type StepCounter} from './profile.ts';
export {type QuantizeArgs, type QuantizeData, quantizeModel, runQuantize} from './quantize.ts';
export {runtimeSources} from './sources.ts';
export type {ValidateData} from './validation/data.ts';
export {runValidate, type ValidateArgs} from './validation/validation.ts';
export {type Runner, type RunnerFactory, runVerify, type VerifyArgs, type VerifyData} from './verify.ts';
