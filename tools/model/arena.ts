// Places blocks in the arena: values that live at the same time must not overlap.
import type {Block, Value} from './graph.ts';

export const arenaAlign = 16;

const roundUp = (bytes: number) => Math.ceil(bytes / arenaAlign) * arenaAlign;
const meet = (a: Value, b: Value) => a.first <= b.last && b.first <= a.last;

export interface ArenaPlan {
	readonly bytes: number;
	/** No placing can be smaller than the largest sum that lives at one step. */
	readonly lowerBound: number;
}

/** Set `at` of every block so that the whole is small. Tries several orders, then random exchanges. */
export function placeBlocks(blocks: readonly Block[]): ArenaPlan {
	const lowerBound = largestSum(blocks);
	let best = {bytes: Number.POSITIVE_INFINITY, at: [] as number[]};
	const attempt = (order: readonly Block[]) => {
		const bytes = placeInOrder(order);
		if (bytes < best.bytes) best = {bytes, at: blocks.map(block => block.at)};
		return best.bytes <= lowerBound;
	};
	const done = orders.some(key => attempt([...blocks].sort((a, b) => key(b) - key(a))));
	if (!done) searchExchanges(blocks, attempt);
	blocks.forEach((block, index) => {
		block.at = best.at[index]!;
	});
	return {bytes: blocks.length === 0 ? 0 : best.bytes, lowerBound};
}

const size = (block: Block) => Math.max(...block.values.map(value => value.offset + value.bytes));
const first = (block: Block) => Math.min(...block.values.map(value => value.first));
const last = (block: Block) => Math.max(...block.values.map(value => value.last));
const life = (block: Block) => last(block) - first(block) + 1;

/** Largest first, by size, by size times life, by life, by start, by end. */
const orders: readonly ((block: Block) => number)[] = [
	size,
	block => size(block) * life(block),
	block => life(block) * 1e9 + size(block),
	block => -first(block) * 1e9 + size(block),
	block => last(block) * 1e9 + size(block),
	block => size(block) * Math.sqrt(life(block)),
];

/** Deterministic: the same model always gives the same plan. */
function searchExchanges(blocks: readonly Block[], attempt: (order: readonly Block[]) => boolean) {
	let state = 1;
	const random = (limit: number) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * limit);
	};
	const order = [...blocks].sort((a, b) => size(b) - size(a));
	const rounds = Math.min(400, Math.ceil(200_000 / (blocks.length * blocks.length + 1)));
	for (let round = 0; round < rounds; round++) {
		const shuffled = [...order];
		for (let swap = 0; swap <= round % 6; swap++) {
			const a = random(Math.min(shuffled.length, 12));
			const b = random(shuffled.length);
			[shuffled[a], shuffled[b]] = [shuffled[b]!, shuffled[a]!];
		}
		if (attempt(shuffled)) return;
	}
}

/** Each block at the lowest place that is free whenever one of its values lives. */
function placeInOrder(order: readonly Block[]): number {
	const placed: Value[] = [];
	let total = 0;
	for (const block of order) {
		block.at = lowestPlace(block, placed);
		placed.push(...block.values);
		total = Math.max(total, block.at + size(block));
	}
	return roundUp(total);
}

function lowestPlace(block: Block, placed: readonly Value[]): number {
	// where a value of the block may not start, as [from, to) of the block's start
	const forbidden: [number, number][] = [];
	for (const value of block.values) {
		for (const other of placed) {
			if (!meet(value, other) || other.bytes === 0) continue;
			const start = other.block.at + other.offset;
			forbidden.push([start - value.offset - value.bytes, start + other.bytes - value.offset]);
		}
	}
	forbidden.sort((a, b) => a[0] - b[0]);
	let at = 0;
	for (const [from, to] of forbidden) if (from < at && to > at) at = roundUp(to);
	// moving up may have met an earlier interval again: repeat until it stays
	for (;;) {
		const hit = forbidden.find(([from, to]) => from < at && at < to);
		if (hit === undefined) return at;
		at = roundUp(hit[1]);
	}
}

function largestSum(blocks: readonly Block[]): number {
	const moments = new Set(blocks.flatMap(block => block.values.map(value => value.first)));
	let largest = 0;
	for (const moment of moments) {
		let sum = 0;
		for (const block of blocks) {
			const alive = block.values.filter(value => value.first <= moment && moment <= value.last);
			if (alive.length === 0) continue;
			const low = Math.min(...alive.map(value => value.offset));
			sum += roundUp(Math.max(...alive.map(value => value.offset + value.bytes)) - low);
		}
		largest = Math.max(largest, sum);
	}
	return largest;
}
