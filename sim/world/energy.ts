// The energy ledger: which part was in which state for how long, and what that cost, low, typical and high.

import {type Figure, highOf, lowOf, type Mark, nothing, weakest} from '../../boards/facts/figures.ts';

export interface LedgerEntry {
	/** The part: `cpu`, a sensor, a peripheral. */
	readonly item: string;
	/** Its state, or the event. */
	readonly state: string;
	/** Time in the state; 0 of an event. */
	readonly us: number;
	/** Current in the state, or of an event spread over the run. */
	readonly uA: number;
	/** Charge, by the typical figure. */
	readonly uC: number;
	/** Charge with the low end of the figure's range. */
	readonly lowUc: number;
	/** Charge with the high end of it. */
	readonly highUc: number;
	/** The same charge. */
	readonly uAh: number;
	/** Times the event happened; absent for a state. */
	readonly count?: number;
	/** How well the figure is known: measured, from a data sheet, estimated. */
	readonly mark: Mark;
	/** Where the figure is from. */
	readonly source: string;
}

export interface EnergyReport {
	/** Over the whole run. */
	readonly averageUa: number;
	/** The average when every figure is at the low end of its range. */
	readonly lowUa: number;
	/** The average when every figure is at the high end of it. */
	readonly highUa: number;
	/** The weakest mark of all entries that cost anything. */
	readonly mark: Mark;
	/** Each part in each of its states. */
	readonly ledger: readonly LedgerEntry[];
}

/** From this moment on the item is in this state; with a charge, it is an event. */
export interface LedgerChange {
	/** The moment of the change. */
	readonly atUs: number;
	/** The part. */
	readonly item: string;
	/** Its new state, or the event. */
	readonly state: string;
	/** Current of the state, or 0 for an event. */
	readonly uA: number;
	/** Charge of an event. */
	readonly uC?: number;
}

type Figures = Readonly<Record<string, Figure>>;

interface Item {
	readonly figures: Figures;
	readonly usByState: Map<string, number>;
	state: string;
	sinceUs: number;
}

interface Follower {
	readonly item: string;
	readonly stateOf: (leader: string) => string;
}

/** Changes that a recording keeps; a month of them would not fit into memory. */
const defaultLimit = 2_000_000;

export class Ledger {
	readonly #items = new Map<string, Item>();
	readonly #followers = new Map<string, Follower[]>();
	readonly #events = new Map<string, {item: string; state: string; figure: Figure; count: number}>();
	#changes: LedgerChange[] | undefined;
	#limit = 0;
	/** Changes that were not kept because the recording was full. */
	dropped = 0;

	/** Keep every change from now on, for a picture of the current over time. */
	record(limit = defaultLimit): void {
		this.#changes = [];
		this.#limit = limit;
	}

	/** What was recorded, in order; undefined without `record`. */
	get changes(): readonly LedgerChange[] | undefined {
		return this.#changes;
	}

	/** Start to account for a part. */
	add(item: string, figures: Figures, state: string, nowUs: number): void {
		this.#items.set(item, {figures, usByState: new Map(), state, sinceUs: nowUs});
		this.#keep({atUs: nowUs, item, state, uA: figures[state]?.typ ?? 0});
	}

	/** Account for a part whose state follows from another's. */
	follow(leader: string, item: string, figures: Figures, stateOf: (leader: string) => string): void {
		const {state, sinceUs} = this.#items.get(leader)!;
		this.add(item, figures, stateOf(state), sinceUs);
		this.#followers.set(leader, [...(this.#followers.get(leader) ?? []), {item, stateOf}]);
	}

	/** The part is in this state from now on. */
	enter(item: string, state: string, nowUs: number): void {
		const entry = this.#items.get(item)!;
		if (entry.state === state) return;
		this.#close(entry, nowUs);
		entry.state = state;
		this.#keep({atUs: nowUs, item, state, uA: entry.figures[state]?.typ ?? 0});
		for (const follower of this.#followers.get(item) ?? []) {
			this.enter(follower.item, follower.stateOf(state), nowUs);
		}
		this.onEnter();
	}

	/** Charge an event, such as a wake-up. */
	charge(item: string, state: string, figure: Figure, nowUs: number): void {
		const key = `${item} ${state}`;
		const event = this.#events.get(key) ?? {item, state, figure, count: 0};
		event.count++;
		this.#events.set(key, event);
		this.#keep({atUs: nowUs, item, state, uA: 0, uC: figure.typ});
	}

	/** How long a part was in a state up to now. */
	us(item: string, state: string, nowUs: number): number {
		const entry = this.#items.get(item)!;
		this.#close(entry, nowUs);
		return entry.usByState.get(state) ?? 0;
	}

	/** Drawn at this moment by all that is in a state. */
	get uA(): number {
		let sum = 0;
		for (const {figures, state} of this.#items.values()) sum += figures[state]?.typ ?? 0;
		return sum;
	}

	/** Drawn up to now. */
	chargeUc(nowUs: number): number {
		let sum = 0;
		for (const entry of this.#items.values()) {
			this.#close(entry, nowUs);
			for (const [state, us] of entry.usByState) sum += ((entry.figures[state]?.typ ?? 0) * us) / 1e6;
		}
		for (const {figure, count} of this.#events.values()) sum += count * figure.typ;
		return sum;
	}

	/** Called after each change of a state. */
	onEnter: () => void = () => {};

	report(nowUs: number): EnergyReport {
		const entries: LedgerEntry[] = [];
		for (const [item, entry] of this.#items) {
			this.#close(entry, nowUs);
			for (const [state, us] of entry.usByState) {
				if (us > 0) entries.push(stateEntry(item, state, us, entry.figures[state] ?? missing));
			}
		}
		for (const event of this.#events.values()) entries.push(eventEntry(event, nowUs));
		const average = (key: 'uC' | 'lowUc' | 'highUc'): number =>
			nowUs > 0 ? round((entries.reduce((sum, entry) => sum + entry[key], 0) * 1e6) / nowUs) : 0;
		return {
			averageUa: average('uC'),
			lowUa: average('lowUc'),
			highUa: average('highUc'),
			mark: weakest(entries.filter(({highUc}) => highUc > 0).map(({mark}) => mark)),
			ledger: entries,
		};
	}

	#close(entry: Item, nowUs: number): void {
		const us = (entry.usByState.get(entry.state) ?? 0) + nowUs - entry.sinceUs;
		entry.usByState.set(entry.state, us);
		entry.sinceUs = nowUs;
	}

	#keep(change: LedgerChange): void {
		if (!this.#changes) return;
		if (this.#changes.length < this.#limit) this.#changes.push(change);
		else this.dropped++;
	}
}

const missing: Figure = {
	...nothing('uA', 'no figure in the board table: counted as 0'),
	mark: 'from memory, unverified',
};

function stateEntry(item: string, state: string, us: number, figure: Figure): LedgerEntry {
	const {typ, mark, source} = figure;
	const charge = (uA: number): number => round((uA * us) / 1e6);
	const uC = charge(typ);
	return {
		item,
		state,
		us,
		uA: typ,
		uC,
		lowUc: charge(lowOf(figure)),
		highUc: charge(highOf(figure)),
		uAh: round(uC / 3600),
		mark,
		source,
	};
}

function eventEntry(
	{item, state, figure, count}: {item: string; state: string; figure: Figure; count: number},
	nowUs: number,
): LedgerEntry {
	const {typ, mark, source} = figure;
	const uC = count * typ;
	return {
		item,
		state,
		us: 0,
		uA: nowUs > 0 ? round((uC * 1e6) / nowUs) : 0,
		uC: round(uC),
		lowUc: round(count * lowOf(figure)),
		highUc: round(count * highOf(figure)),
		uAh: round(uC / 3600),
		count,
		mark,
		source,
	};
}

/** Nine digits after the point: enough for a nanocoulomb, and short in JSON. */
function round(value: number): number {
	return Math.round(value * 1e9) / 1e9;
}
