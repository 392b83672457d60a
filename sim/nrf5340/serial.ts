// One serial box: UARTE, SPIM and TWIM share addresses, storage and interrupt; ENABLE says which one it is.

import type {Chip} from './chip.ts';
import {hex, type Kind, Peripheral} from './peripheral.ts';

const enableOffset = 0x500;

/** What the three have in common. */
export abstract class Serial extends Peripheral {
	/** The value of ENABLE that makes the box this one. */
	readonly enableCode: number;

	constructor(chip: Chip, kind: Kind, name: string, enableCode: number) {
		super(chip, kind, name);
		this.enableCode = enableCode;
		this.onWrite('ENABLE', value => {
			if (value !== 0 && value !== enableCode) this.violation(`ENABLE ${value} is none of the box's modes`);
			if (value === 0 && this.busy) this.violation('disabled while a transfer is under way');
			this.put('ENABLE', value);
		});
	}

	get enabled(): boolean {
		return this.get('ENABLE') === this.enableCode;
	}

	/** Whether bytes are moving. */
	abstract get busy(): boolean;

	/** A task that works only while the peripheral is enabled. */
	protected onTask(name: string, run: () => void): void {
		this.onWrite(`TASKS_${name}`, value => {
			if (value !== 1) return;
			if (!this.enabled) this.violation(`TASKS_${name} while it is disabled`);
			else run();
		});
	}

	/** A setting that must not change while the peripheral is enabled. */
	protected lockWhileEnabled(...names: readonly string[]): void {
		for (const name of names) {
			this.onWrite(name, value => {
				if (this.enabled) this.violation(`${name} written while it is enabled`);
				this.put(name, value);
			});
		}
	}

	/** The pin of a PSEL register, or undefined if it is disconnected. */
	protected pinOf(name: string): number | undefined {
		const value = this.get(name);
		return value >>> 31 ? undefined : value & 63;
	}
}

export class SerialBox {
	readonly base: number;
	readonly members: readonly Serial[];

	constructor(...members: readonly Serial[]) {
		this.members = members;
		this.base = members[0]!.base;
	}

	read(offset: number): number | undefined {
		const enabled = this.members.find(member => member.enabled);
		if (enabled) return enabled.has(offset) ? enabled.read(offset) : undefined;
		return this.members.find(member => member.has(offset))?.read(offset);
	}

	/** False if there is no such register. While disabled, a setting is stored for all that have it. */
	write(offset: number, value: number): boolean {
		const enabled = this.members.find(member => member.enabled);
		if (enabled) {
			if (!enabled.has(offset)) return false;
			enabled.write(offset, value);
			return true;
		}
		const having = this.members.filter(member => member.has(offset));
		if (having.length === 0) return false;
		let meant = having.filter(member => member.takes(offset, value));
		if (offset === enableOffset && value !== 0) meant = having.filter(member => member.enableCode === value);
		if (meant.length === 0)
			having[0]!.violation(
				`write of ${hex(value)} at offset ${hex(offset)}: no mode of the box has these bits`,
			);
		for (const member of offset < 0x80 ? meant.slice(0, 1) : meant) member.write(offset, value);
		return true;
	}
}
