// The energy ledger: which part was in which state for how long, and what that cost.

import type {Figure, Mark} from '../../boards/board.ts';
import {weaker} from '../../boards/board.ts';

export interface LedgerEntry {
	readonly item: string;
	readonly state: string;
	readonly us: number;
	/** Current in the state, or of an event spread over the run. */
	readonly uA: number;
	readonly uC: number;
	readonly uAh: number;
	/** Times the event happened; absent for a state. */
	readonly count?: number;
	readonly mark: Mark;
	readonly source: string;
}

export interface EnergyReport {
	readonly averageUa: number;
	/** The weakest mark of all entries that cost anything. */
	readonly mark: Mark;
	readonly ledger: readonly LedgerEntry[];
}

type Figures = Readonly<Record<string, Figure>>;

interface Item {
	readonly figures: Figures;
	readonly usByState: Map<string, number>;
	state: string;
	sinceUs: number;
}

export class Ledger {
	readonly #items = new Map<string, Item>();
	readonly #events = new Map<string, {item: string; state: string; figure: Figure; count: number}>();

	/** Start to account for a part. */
	add(item: string, figures: Figures, state: string, nowUs: number): void {
		this.#items.set(item, {figures, usByState: new Map(), state, sinceUs: nowUs});
	}

	/** The part is in this state from now on. */
	enter(item: string, state: string, nowUs: number): void {
		const entry = this.#items.get(item)!;
		if (entry.state === state) return;
		this.#close(entry, nowUs);
		entry.state = state;
	}

	/** Charge an event, such as a wake-up. */
	charge(item: string, state: string, figure: Figure): void {
		const key = `${item} ${state}`;
		const event = this.#events.get(key) ?? {item, state, figure, count: 0};
		event.count++;
		this.#events.set(key, event);
	}

	/** How long a part was in a state up to now. */
	us(item: string, state: string, nowUs: number): number {
		const entry = this.#items.get(item)!;
		this.#close(entry, nowUs);
		return entry.usByState.get(state) ?? 0;
	}

	report(nowUs: number): EnergyReport {
		const entries: LedgerEntry[] = [];
		for (const [item, entry] of this.#items) {
			this.#close(entry, nowUs);
			for (const [state, us] of entry.usByState) {
				if (us > 0) entries.push(stateEntry(item, state, us, entry.figures[state]));
			}
		}
		for (const {item, state, figure, count} of this.#events.values()) {
			const uC = count * figure.typ;
			const uA = nowUs > 0 ? round((uC * 1e6) / nowUs) : 0;
			const {mark, source} = figure;
			entries.push({item, state, us: 0, uA, uC: round(uC), uAh: round(uC / 3600), count, mark, source});
		}
		const totalUc = entries.reduce((sum, entry) => sum + entry.uC, 0);
		const paid = entries.filter(entry => entry.uC > 0);
		return {
			averageUa: nowUs > 0 ? round((totalUc * 1e6) / nowUs) : 0,
			mark: paid.reduce<Mark>((mark, entry) => weaker(mark, entry.mark), 'product spec'),
			ledger: entries,
		};
	}

	#close(entry: Item, nowUs: number): void {
		const us = (entry.usByState.get(entry.state) ?? 0) + nowUs - entry.sinceUs;
		entry.usByState.set(entry.state, us);
		entry.sinceUs = nowUs;
	}
}

function stateEntry(item: string, state: string, us: number, figure: Figure | undefined): LedgerEntry {
	const {typ, mark, source} = figure ?? {
		typ: 0,
		mark: 'from memory, unverified' as const,
		source: 'no figure in the board table: counted as 0',
	};
	const uC = (typ * us) / 1e6;
	return {item, state, us, uA: typ, uC: round(uC), uAh: round(uC / 3600), mark, source};
}

/** Nine digits after the point: enough for a nanocoulomb, and short in JSON. */
function round(value: number): number {
	return Math.round(value * 1e9) / 1e9;
}
