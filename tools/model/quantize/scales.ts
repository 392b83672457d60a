// One scale for each tensor: groups of those that must share theirs, and where a QUANTIZE must stand between two groups.
import {type FloatGraph, valueOutputs, valueSlots} from './float-graph.ts';
import {type Range, scaleOf, union} from './ranges.ts';
import {type ActivationBits, fixedScale, rules, type Scale} from './rules.ts';

export interface ScalePlan {
	readonly scales: ReadonlyMap<number, Scale>;
	/** Inputs, as operator:slot, whose scale is given and not that of the operator's output. */
	readonly requantized: ReadonlySet<string>;
}

/** Tensors joined by the operators that move them. */
class Groups {
	readonly #parent = new Map<number, number>();
	/** The given scale of a group, by its root. */
	readonly #fixed = new Map<number, Scale>();

	root(tensor: number): number {
		const parent = this.#parent.get(tensor) ?? tensor;
		return parent === tensor ? tensor : this.root(parent);
	}

	join(tensors: readonly number[]): void {
		const [first, ...rest] = tensors.map(tensor => this.root(tensor));
		for (const root of rest) {
			if (root === first) continue;
			this.#parent.set(root, first!);
			const fixed = this.#fixed.get(root);
			if (fixed !== undefined) this.#fixed.set(first!, fixed);
		}
	}

	fix(tensor: number, scale: Scale): void {
		this.#fixed.set(this.root(tensor), scale);
	}

	fixed(tensor: number): Scale | undefined {
		return this.#fixed.get(this.root(tensor));
	}
}

/** `ranges`: of every float tensor that is an activation, constants too. */
export function planScales(
	graph: FloatGraph,
	ranges: ReadonlyMap<number, Range>,
	bits: ActivationBits = 8,
): ScalePlan {
	const groups = new Groups();
	const requantized = joinAll(graph, groups, bits);
	const members = new Map<number, Range[]>();
	const add = (tensor: number, range: Range) => {
		const root = groups.root(tensor);
		members.set(root, [...(members.get(root) ?? []), range]);
	};
	for (const [tensor, range] of ranges) add(tensor, range);
	for (const {index, inputs, outputs} of graph.operators)
		for (const [slot, tensor] of inputs.entries())
			if (requantized.has(`${index}:${slot}`)) add(outputs[0]!, ranges.get(tensor)!);
	const scales = [...ranges.keys()].map(
		tensor =>
			[tensor, groups.fixed(tensor) ?? scaleOf(union(members.get(groups.root(tensor))!), bits)] as const,
	);
	return {scales: new Map(scales), requantized};
}

function joinAll({operators, tensors}: FloatGraph, groups: Groups, bits: ActivationBits): Set<string> {
	const requantized = new Set<string>();
	for (const operator of operators) {
		const fixed = fixedScale(rules[operator.name]!, bits);
		if (fixed !== undefined) for (const output of valueOutputs(operator, tensors)) groups.fix(output, fixed);
	}
	const sharing = operators
		.filter(({name}) => rules[name]!.shared)
		.map(operator => ({operator, slots: valueSlots(operator, tensors)}));
	for (const {operator, slots} of sharing)
		if (slots.length === 1) groups.join([operator.inputs[slots[0]!]!, ...valueOutputs(operator, tensors)]);
	for (const {operator, slots} of sharing) {
		if (slots.length === 1) continue;
		const given = slots.map(slot => groups.fixed(operator.inputs[slot]!));
		const same = given.every(scale => scale !== undefined && scale.scale === given[0]?.scale);
		const joined = slots.filter((_, i) => same || given[i] === undefined);
		for (const slot of slots) if (!joined.includes(slot)) requantized.add(`${operator.index}:${slot}`);
		groups.join([...valueOutputs(operator, tensors), ...joined.map(slot => operator.inputs[slot]!)]);
	}
	return requantized;
}
