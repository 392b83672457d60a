// What the tests of app slots flash: images of an engine that is none, deployed into a slot or damaged there.

import {abiId} from '../../bindings/gen/abi.ts';
import type {FlashLayout} from '../../boards/facts/layout.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {writeImage} from '../../tools/build/image.ts';
import type {Piece} from '../../tools/flash/intel-hex.ts';
import {trailer, trailerPlace} from '../../tools/flash/slots.ts';

export type Cut = 'begin' | 'middle' | 'end';

/** A chip with firmware/deploy.c and flash of its own. */
export interface SlotRig {
	readonly nowUs: () => number;
	readonly boots: () => number;
	/** Run until it holds, or nothing can happen any more. */
	run(done: () => boolean): void;
	/** The version of the app at each start. */
	readonly starts: number[];
	lines(): string[];
	readonly violations: string[];
	/** Asked at each write and erase of the chip, counted from 1. */
	cut(when: (operation: number) => Cut | undefined): void;
	/** By a reset pin, a reset of the firmware's own, or loss of the supply. */
	reset(reason: 'pin' | 'soft' | 'power-on'): void;
	close(): void;
}

export interface SlotTarget {
	readonly board: BoardFacts;
	readonly layout: FlashLayout;
	/** Undefined: it cannot run here. */
	readonly open: ((elf: string, flash: readonly Piece[]) => Promise<SlotRig>) | undefined;
	/** The path of firmware/deploy.c with the port, the core and the firmware's main. */
	build(change?: Partial<BoardFacts>): string;
}

const does = {sleeps: 0, panics: 1, hangs: 2, ends: 3} as const;
export type Does = keyof typeof does;
export const imageBytes = 144;

export interface Made {
	readonly engine?: string;
	readonly boardId?: number;
}

export interface State {
	readonly damageAt?: number;
	readonly held?: boolean;
	readonly givenUp?: boolean;
	readonly sequence?: number;
}

export class Flashes {
	readonly #board: BoardFacts;
	readonly #layout: FlashLayout;
	readonly older: Uint8Array;
	readonly newer: Uint8Array;
	readonly slots: readonly [number, number];

	constructor({board, layout}: Pick<SlotTarget, 'board' | 'layout'>) {
		this.#board = board;
		this.#layout = layout;
		this.slots = layout.slots.map(({address}) => address) as [number, number];
		this.older = this.image(7);
		this.newer = this.image(8);
	}

	/** What the engine of firmware/deploy.c takes for an app. */
	readonly image = (
		version: number,
		what: Does = 'sleeps',
		{engine = abiId, boardId = this.#board.id}: Made = {},
	): Uint8Array => {
		const data = new Uint8Array(16);
		data.set([version, does[what]]);
		return writeImage({
			name: 'app',
			engineId: Buffer.from(engine, 'hex'),
			intrinsics: [],
			boardId,
			sections: [{type: 'bytecode', id: 0, data}],
		});
	};

	readonly a = (state: State, image = this.older): Piece[] => this.#deployed(0, image, state);
	readonly b = (state: State, image = this.newer): Piece[] => this.#deployed(1, image, state);

	/** An image that was written where no trailer is. */
	get first(): Piece[] {
		return [{address: this.slots[0], bytes: this.image(1)}];
	}

	#deployed(slot: number, image: Uint8Array, {sequence, damageAt, held, givenUp}: State): Piece[] {
		const bytes = image.slice();
		if (damageAt !== undefined) bytes[damageAt]! ^= 0x10;
		const end = sequence === undefined ? new Uint8Array(16).fill(0xff) : trailer(sequence);
		if (held) end.fill(0, 8, 12);
		if (givenUp) end.fill(0, 12, 16);
		return [
			{address: this.#layout.slots[slot]!.address, bytes},
			{address: trailerPlace(this.#layout.slots[slot]!), bytes: end},
		];
	}
}
