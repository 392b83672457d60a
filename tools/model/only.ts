// A firmware that links only the kernels and parts which its models need: the header for -DCN_KERNELS_ONLY.
import type {PlanPart} from './plan.ts';
import type {Linked} from './plan-kernels.ts';
import {type StepName, steps} from './steps.ts';

const parts: readonly PlanPart[] = ['sharing', 'keeping'];

/** Text of a header that defines CN_KERNEL_STEPS; a plan with another kernel is then refused with CN_ERR_UNSUPPORTED. */
export function onlyHeader(names: Iterable<Linked>): string {
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
		'',
	].join('\n');
}
