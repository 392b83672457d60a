// `catnap/tools`: what `catnap model` does, as functions: each gives the data of `--json`, its text, and the exit code.

export type {CatnapError} from '../lib/errors.ts';
export {type BudgetArgs, type BudgetData, runBudget} from './build/model-budget.ts';
export {type AnomalyArgs, type AnomalyData, runAnomaly} from './model/anomaly-fit.ts';
export type {Result} from './model/args.ts';
export {type CompiledModel, type CompileOptions, compileModel} from './model/compile.ts';
export {type Recording, readRecordings, type Sample} from './model/data/samples.ts';
export {AnomalyScore, FeatureStage} from './model/feature-stage.ts';
export {checkFeatures, type Features, featureCount} from './model/features/index.ts';
export {type InspectArgs, type InspectData, runInspect} from './model/inspect.ts';
export {type ProfileArgs, type ProfileData, runProfile} from './model/profile.ts';
export {type QuantizeArgs, type QuantizeData, quantizeModel, runQuantize} from './model/quantize.ts';
export type {ValidateData} from './model/validation/data.ts';
export {runValidate, type ValidateArgs} from './model/validation/validation.ts';
export {runVerify, type VerifyArgs, type VerifyData} from './model/verify.ts';
