// Which kernels and parts a plan names: what a firmware must hold to run it.
import {type PlanPart, partsOf, stepsAtOffset, stepsCountOffset} from './plan.ts';
import {type StepName, steps} from './steps.ts';

const names: ReadonlyMap<number, StepName> = new Map(
	(Object.keys(steps) as StepName[]).map(name => [steps[name].id, name]),
);

/** Ids, each once, in rising order. What lies beyond the end of a damaged plan is left out. */
export function kernelIds(plans: readonly Uint8Array[]): number[] {
	const ids = new Set<number>();
	for (const plan of plans) for (const id of idsIn(plan)) ids.add(id);
	return [...ids].sort((a, b) => a - b);
}

function* idsIn(plan: Uint8Array): Generator<number> {
	const view = new DataView(plan.buffer, plan.byteOffset, plan.byteLength);
	if (view.byteLength < stepsAtOffset + 4) return;
	let at = view.getUint32(stepsAtOffset, true);
	for (let left = view.getUint16(stepsCountOffset, true); left > 0 && at + 4 <= view.byteLength; left--) {
		yield view.getUint16(at, true);
		at += 4 * view.getUint16(at + 2, true);
	}
}

/** The name of a kernel, or its number if a later version has it. */
export function kernelName(id: number): string {
	return names.get(id) ?? `${id}`;
}

/** What a firmware links for models. */
export type Linked = StepName | PlanPart;

/** The kernels of these plans, by name, and their parts. */
export function linkedOf(plans: readonly Uint8Array[]): Linked[] {
	return [...kernelsOf(plans), ...new Set(plans.flatMap(partsOf))];
}

/** The kernels of these plans, by name. */
export function kernelsOf(plans: readonly Uint8Array[]): StepName[] {
	return kernelIds(plans).flatMap(id => names.get(id) ?? []);
}
