// Exceptions that wait or run, and which may run next [Armv8-M Architecture Reference Manual, B3].

export const exceptions = {
	reset: 1,
	nmi: 2,
	hardFault: 3,
	memFault: 4,
	busFault: 5,
	usageFault: 6,
	svcall: 11,
	pendsv: 14,
	systick: 15,
	firstIrq: 16,
} as const;

export const irqCount = 69;
const count = exceptions.firstIrq + irqCount;
const fixedPriorities: Readonly<Record<number, number>> = {
	[exceptions.reset]: -4,
	[exceptions.nmi]: -2,
	[exceptions.hardFault]: -1,
};
/** With nothing active: below all priorities. */
const lowest = 256;

/** The special registers that mask exceptions. */
export interface Masks {
	readonly primask: boolean;
	readonly faultmask: boolean;
	readonly basepri: number;
}

export const noMasks: Masks = {primask: false, faultmask: false, basepri: 0};

export class Nvic {
	readonly priority = new Uint8Array(count);
	readonly enabled = new Uint8Array(count);
	readonly #latched = new Uint8Array(count);
	readonly #active: number[] = [];
	readonly #lines = new Map<number, Set<object>>();
	/** AIRCR.PRIGROUP: how many bits of the priority do not preempt. */
	priorityGroup = 0;

	reset(): void {
		this.priority.fill(0);
		this.enabled.fill(0);
		this.enabled.fill(1, 0, exceptions.firstIrq);
		this.#latched.fill(0);
		this.#active.length = 0;
		this.#lines.clear();
		this.priorityGroup = 0;
	}

	/** A source of an interrupt line; a rise is latched. */
	line(source: object, irq: number, high: boolean): void {
		const sources = this.#lines.get(irq) ?? new Set();
		this.#lines.set(irq, sources);
		const before = sources.size > 0;
		if (high) sources.add(source);
		else sources.delete(source);
		if (!before && sources.size > 0) this.#latched[exceptions.firstIrq + irq] = 1;
	}

	pend(exception: number): void {
		this.#latched[exception] = 1;
	}

	clear(exception: number): void {
		this.#latched[exception] = 0;
	}

	/** Latched, or a line that still stands after its handler has returned. */
	isPending(exception: number): boolean {
		if (this.#latched[exception]) return true;
		const sources = this.#lines.get(exception - exceptions.firstIrq);
		return sources !== undefined && sources.size > 0 && !this.#active.includes(exception);
	}

	isActive(exception: number): boolean {
		return this.#active.includes(exception);
	}

	get active(): readonly number[] {
		return this.#active;
	}

	priorityOf(exception: number): number {
		return fixedPriorities[exception] ?? this.priority[exception]!;
	}

	/** What an exception must be more urgent than. */
	executionPriority(masks: Masks): number {
		let best = lowest;
		for (const exception of this.#active) best = Math.min(best, this.#group(this.priorityOf(exception)));
		if (masks.basepri !== 0) best = Math.min(best, this.#group(masks.basepri));
		if (masks.primask) best = Math.min(best, 0);
		if (masks.faultmask) best = Math.min(best, -1);
		return best;
	}

	/** The most urgent exception that is enabled and waits; of equals the lowest number. */
	get mostUrgent(): number | undefined {
		let found: number | undefined;
		for (let exception = exceptions.nmi; exception < count; exception++) {
			if (!this.enabled[exception] || !this.isPending(exception)) continue;
			if (found === undefined || this.priorityOf(exception) < this.priorityOf(found)) found = exception;
		}
		return found;
	}

	/** The exception that is taken now, if any. */
	next(masks: Masks): number | undefined {
		const found = this.mostUrgent;
		if (found === undefined) return undefined;
		return this.#group(this.priorityOf(found)) < this.executionPriority(masks) ? found : undefined;
	}

	/** Whether a WFI ends: PRIMASK does not hold a wake-up back. */
	wakes(masks: Masks): boolean {
		return this.next({...masks, primask: false}) !== undefined;
	}

	enter(exception: number): void {
		this.#latched[exception] = 0;
		this.#active.push(exception);
	}

	leave(exception: number): void {
		const index = this.#active.lastIndexOf(exception);
		if (index >= 0) this.#active.splice(index, 1);
	}

	#group(priority: number): number {
		if (priority < 0 || priority >= lowest) return priority;
		const shift = this.priorityGroup + 1;
		return (priority >> shift) << shift;
	}
}
