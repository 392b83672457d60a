// Whether each edge was answered, once: what all searches for lost wakes agree on.

export interface Answer {
	/** When the handler ran. */
	readonly calledUs: number;
	/** No edge up to this moment can be the reason of the next call. */
	readonly coversUs: number;
}

export interface Verdict {
	readonly edges: number;
	/** Edges after which no handler ran in time. */
	readonly lost: number[];
	/** Calls of the handler without an edge since what the call before covers. */
	readonly doubled: number[];
}

/**
 * `edges` in order; each must be followed by a call within `withinUs`, and no call may come without a new edge.
 * Edges that come before the first of them is answered may share its answer.
 */
export function judge(edges: readonly number[], answers: readonly Answer[], withinUs: number): Verdict {
	const calls = answers.map(({calledUs}) => calledUs);
	const lost = edges.filter(edge => !((calls[firstFrom(calls, edge)] ?? Infinity) <= edge + withinUs));
	const doubled = calls.filter((call, index) => {
		const before = index === 0 ? -1 : answers[index - 1]!.coversUs;
		return !((edges[firstFrom(edges, before + 1)] ?? Infinity) <= call);
	});
	return {edges: edges.length, lost, doubled};
}

/** The index of the first number that is not below the limit, in a list that rises. */
function firstFrom(list: readonly number[], limit: number): number {
	let [low, high] = [0, list.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (list[middle]! < limit) low = middle + 1;
		else high = middle;
	}
	return low;
}
