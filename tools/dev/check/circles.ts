// Circles of a directed graph: its strongly connected parts of more than one node (Tarjan's algorithm).

export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Each circle as its sorted names; sorted by the first. */
export function circles(graph: Graph): string[][] {
	const search = new Search(graph);
	for (const node of graph.keys()) search.visit(node);
	return search.found.map(names => names.sort()).sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
}

class Search {
	readonly found: string[][] = [];
	readonly #graph: Graph;
	readonly #order = new Map<string, number>();
	readonly #lowest = new Map<string, number>();
	readonly #stack: string[] = [];
	readonly #open = new Set<string>();

	constructor(graph: Graph) {
		this.#graph = graph;
	}

	/** Returns the lowest order that can be reached from `node` along open nodes. */
	visit(node: string): number {
		const known = this.#order.get(node);
		if (known !== undefined) return this.#open.has(node) ? known : Number.POSITIVE_INFINITY;
		const order = this.#order.size;
		this.#order.set(node, order);
		this.#stack.push(node);
		this.#open.add(node);
		let lowest = order;
		for (const next of this.#graph.get(node) ?? []) lowest = Math.min(lowest, this.visit(next));
		this.#lowest.set(node, lowest);
		if (lowest === order) this.#close(node);
		return lowest;
	}

	#close(node: string): void {
		const part = this.#stack.splice(this.#stack.indexOf(node));
		for (const one of part) this.#open.delete(one);
		if (part.length > 1) this.found.push(part);
	}
}
