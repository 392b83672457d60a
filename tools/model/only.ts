// A firmware that links only the kernels which its models need: the header for -DCN_KERNELS_ONLY.
import {type StepName, steps} from './steps.ts';

/** Text of a header that defines CN_KERNEL_STEPS; a plan with another kernel is then refused with CN_ERR_UNSUPPORTED. */
export function onlyHeader(kernels: Iterable<StepName>): string {
	const used = new Set(kernels);
	const linked = (Object.keys(steps) as StepName[]).filter(name => used.has(name));
	const entries = linked.map(name => ` X(${steps[name].id}, ${name})`);
	const last = Math.max(0, ...linked.map(name => steps[name].id));
	return [
		'// Kernels of these models, by tools/model/only.ts',
		`#define CN_KERNEL_STEPS(X)${entries.join('')}`,
		`#define CN_KERNELS_LAST ${last}`,
		'',
	].join('\n');
}
