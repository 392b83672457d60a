// Virtual time in integer microseconds, and the events that are due in it, in order of moment, then of request.

export interface Due {
	readonly atUs: number;
	readonly sequence: number;
	run: (() => void) | undefined;
}

/** Thrown when the run is over; the board's adapter turns it into a clean end. */
export class Stop extends Error {
	override readonly name = 'Stop';
	readonly reason: string;

	constructor(reason: string) {
		super(`the run has ended: ${reason}`);
		this.reason = reason;
	}
}

export class Clock {
	readonly endUs: number;
	#nowUs = 0;
	#sequence = 0;
	readonly #heap: Due[] = [];
	#reportUs = Number.POSITIVE_INFINITY;
	#passed: (nowUs: number) => void = () => {};

	/** Time runs from 0 up to, not including, `endUs`. */
	constructor(endUs: number) {
		this.endUs = endUs;
	}

	get nowUs(): number {
		return this.#nowUs;
	}

	/** Report how far time is to somebody outside, who changes nothing in the world: at most once in `everyUs`. */
	report(everyUs: number, reported: (nowUs: number) => void): void {
		this.#reportUs = 0;
		this.#passed = nowUs => {
			this.#reportUs = nowUs + everyUs;
			reported(nowUs);
		};
	}

	/** Run something at a moment that is not in the past. */
	at(atUs: number, run: () => void): Due {
		if (!Number.isInteger(atUs) || atUs < this.#nowUs) {
			throw new RangeError(`event at ${atUs} us, now is ${this.#nowUs} us`);
		}
		const due: Due = {atUs, sequence: this.#sequence++, run};
		this.#push(due);
		return due;
	}

	/** Forget an event; one that has run or was cancelled is ignored. */
	cancel(due: Due | undefined): void {
		if (due) due.run = undefined;
	}

	/** The moment of the next event, or Infinity. */
	get nextUs(): number {
		while (this.#heap.length > 0 && this.#heap[0]!.run === undefined) this.#pop();
		return this.#heap[0]?.atUs ?? Number.POSITIVE_INFINITY;
	}

	/** Run all events up to and including this moment and stand at it. Throws Stop at the end of the run. */
	advanceTo(untilUs: number): void {
		while (this.nextUs <= untilUs) this.step(untilUs);
		this.#moveTo(untilUs);
	}

	/** Go to the next moment that has events and run all of them, or to `limitUs` if that is earlier. */
	step(limitUs: number): void {
		const atUs = this.nextUs;
		if (atUs > limitUs) {
			this.#moveTo(limitUs);
			return;
		}
		this.#moveTo(atUs);
		while (this.nextUs === atUs) {
			const due = this.#pop();
			const run = due.run;
			due.run = undefined;
			run?.();
		}
	}

	#moveTo(atUs: number): void {
		if (atUs >= this.endUs) {
			this.#nowUs = this.endUs;
			throw new Stop('time');
		}
		if (atUs > this.#nowUs) this.#nowUs = atUs;
		if (atUs >= this.#reportUs) this.#passed(atUs);
	}

	#push(due: Due): void {
		const heap = this.#heap;
		let index = heap.length;
		while (index > 0) {
			const parent = (index - 1) >> 1;
			if (earlier(heap[parent]!, due)) break;
			heap[index] = heap[parent]!;
			index = parent;
		}
		heap[index] = due;
	}

	#pop(): Due {
		const heap = this.#heap;
		const first = heap[0]!;
		const last = heap.pop()!;
		if (heap.length > 0) this.#sink(last);
		return first;
	}

	#sink(due: Due): void {
		const heap = this.#heap;
		let index = 0;
		for (;;) {
			let child = 2 * index + 1;
			if (child >= heap.length) break;
			if (child + 1 < heap.length && earlier(heap[child + 1]!, heap[child]!)) child++;
			if (earlier(due, heap[child]!)) break;
			heap[index] = heap[child]!;
			index = child;
		}
		heap[index] = due;
	}
}

function earlier(a: Due, b: Due): boolean {
	return a.atUs < b.atUs || (a.atUs === b.atUs && a.sequence < b.sequence);
}
