// GPIOTE: the PORT event from the ports' DETECT, and IN events of channels, which keep its clock running. Tasks are refused.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

const channels = [0, 1, 2, 3, 4, 5, 6, 7];
/** CONFIG [device description]. */
const modes = {off: 0, event: 1} as const;
const polarities = {rising: 1, falling: 2} as const;
const publishes = 0x8000_0000;

export class Gpiote extends Peripheral {
	/** The level of a pin as the chip reads it. */
	levelOf: (pin: number) => boolean = () => false;
	/** An event that is published on a channel of DPPI. */
	onPublish: (channel: number) => void = () => {};
	readonly #levels = new Map<number, boolean>();

	constructor(chip: Chip) {
		super(chip, 'GPIOTE', 'GPIOTE0');
		this.onWrite('CONFIG*', (value, channel) => this.#configure(channel, value));
		for (const task of ['OUT', 'SET', 'CLR']) {
			this.onWrite(`TASKS_${task}*`, (_, index) =>
				this.violation(`TASKS_${task}[${index}] without a configured channel`),
			);
		}
	}

	override reset(): void {
		for (const channel of channels) this.#account(channel, false);
		super.reset();
	}

	/** DETECT of a port has risen. */
	detect(): void {
		this.raise('PORT');
	}

	/** A pin may have another level: each channel that is armed for the edge has its event. */
	moved(pin: number): void {
		for (const channel of channels) {
			const config = this.get(`CONFIG${channel}`);
			if ((config & 3) !== modes.event || pinOf(config) !== pin) continue;
			const high = this.levelOf(pin);
			if (this.#levels.get(channel) === high) continue;
			this.#levels.set(channel, high);
			const polarity = (config >>> 16) & 3;
			if (polarity & (high ? polarities.rising : polarities.falling)) this.#happens(channel);
		}
	}

	#happens(channel: number): void {
		this.raise(`IN${channel}`);
		const publish = this.get(`PUBLISH_IN${channel}`);
		if (publish >= publishes) this.onPublish(publish & 31);
	}

	#configure(channel: number, value: number): void {
		const mode = value & 3;
		if (mode !== modes.off && mode !== modes.event)
			this.violation(`CONFIG[${channel}] makes a channel a task: not simulated`);
		this.#account(channel, false);
		this.put(`CONFIG${channel}`, value);
		this.#levels.set(channel, this.levelOf(pinOf(value)));
		this.#account(channel, true);
	}

	/** A channel that is armed draws current, also in sleep [energy.ts, gpiote_in]. */
	#account(channel: number, isArmed: boolean): void {
		const config = this.get(`CONFIG${channel}`);
		if ((config & 3) === modes.event) this.chip.outside.counts?.(pinOf(config), isArmed);
	}
}

function pinOf(config: number): number {
	return (config >>> 8) & 63;
}
