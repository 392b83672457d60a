// A firmware that links only what an app needs of kernels, parts of models and services: the header for -DCN_KERNELS_ONLY
// and -DCN_PARTS_ONLY.
import type {PlanPart} from './plan.ts';
import type {Linked} from './plan-kernels.ts';
import {type StepName, steps} from './steps.ts';

const parts: readonly PlanPart[] = ['sharing', 'keeping'];

/**
 * Text of a header that defines CN_KERNEL_STEPS and the macros of services that are linked by need; a plan with another
 * kernel is then refused with CN_ERR_UNSUPPORTED, a module of another service is not there.
 */
export function onlyHeader(names: Iterable<Linked>, modules: readonly string[] = []): string {
	const used = new Set(names);
	const linked = (Object.keys(steps) as StepName[]).filter(name => used.has(name));
	const entries = linked.map(name => ` X(${steps[name].id}, ${name})`);
	const last = Math.max(0, ...linked.map(name => steps[name].id));
	return [
		'// Kernels of these models, by tools/model/only.ts',
		`#define CN_KERNEL_STEPS(X)${entries.join('')}`,
		`#define CN_KERNELS_LAST ${last}`,
		`#define CN_MODEL_PARTS(X)${parts
			.filter(part => used.has(part))
			.map(part => ` X(${part})`)
			.join('')}`,
		...modules.map(module => `#define CN_SERVE_${module.replace('catnap:', '').toUpperCase()}`),
		'',
	].join('\n');
}
