// Faults at each transfer and at each byte of it: where they strike is looked up in a run without them.

import type {Fault} from 'catnap/testing';
import {bus, type Listener, listen, rampTrace, type Transfer, transfersOf} from './listen.ts';

interface Series {
	readonly target: string;
	readonly listener: Listener;
	/** Every nth case. */
	readonly stride: number;
}

interface Outcome {
	readonly count: number;
	/** Empty if all is well. */
	readonly wrong: readonly string[];
}

const hows = ['nack', 'timeout', 'stuck-sda'] as const;
/** Of the drains after setting up. */
const drains = 7;

/** Three kinds, at a byte that goes through all places of a transfer as the transfers go on. */
export async function eachTransferFails({target, listener, stride}: Series): Promise<Outcome> {
	const trace = rampTrace(listener);
	const transfers = await transfersOf(target, listener, trace);
	const last = burstsOf(transfers)[drains - 1]!.number;
	const wrong: string[] = [];
	let count = 0;
	for (let at = 0; at < last; at += stride) {
		const {number: transfer, bytes} = transfers[at]!;
		for (const [index, how] of hows.entries()) {
			// the address, the register, the first byte that is read, one in the middle of a burst
			const byte = [0, 1, 2, 13][(at + index) % 4]! % bytes;
			wrong.push(...(await struck({target, listener, trace}, {kind: 'bus', bus, transfer, how, byte})));
			count++;
		}
	}
	return {count, wrong};
}

/** A reset before each byte of a drain: the first one, an ordinary one, one that wraps the ring; `all` or in turn. */
export async function resetsInBursts({
	target,
	listener,
	stride,
	all,
}: Series & {readonly all: boolean}): Promise<Outcome> {
	const trace = rampTrace(listener);
	const transfers = await transfersOf(target, listener, trace);
	const bursts = chosenBursts(transfers, listener);
	const resets: {transfer: number; byte: number}[] = [];
	for (const [index, {number, bytes}] of bursts.entries()) {
		// the look at the level, and what is between it and the burst (its byte 0)
		const before = transfers[number - 2]!;
		for (let byte = 0; byte <= before.bytes; byte++) resets.push({transfer: before.number, byte});
		for (let byte = 0; byte <= bytes; byte++) {
			if (byte === 0 || all || byte % bursts.length === index) resets.push({transfer: number, byte});
		}
	}
	const wrong: string[] = [];
	let count = 0;
	for (let index = 0; index < resets.length; index += stride) {
		const fault = {kind: 'sensor-reset', sensor: listener.sensor, ...resets[index]!} as const;
		wrong.push(...(await struck({target, listener, trace}, fault)));
		count++;
	}
	return {count, wrong};
}

function burstsOf(transfers: readonly Transfer[]): Transfer[] {
	return transfers.filter(({samples}) => samples > 0);
}

function chosenBursts(transfers: readonly Transfer[], {ring}: Listener): Transfer[] {
	const bursts = burstsOf(transfers);
	let before = 0;
	const wrapping = bursts.find(({samples}) => {
		before += samples;
		return before > ring && before - samples < ring;
	})!;
	return [bursts[0]!, bursts[3]!, wrapping];
}

/** What is wrong, with the fault. A reset must be noticed; a transfer that was simply asked for again need not. */
async function struck(
	{target, listener, trace}: {readonly target: string; readonly listener: Listener; readonly trace: string},
	fault: Fault,
): Promise<string[]> {
	const {wrong, errors, total} = await listen({target, listener, trace, faults: [fault]});
	const noticed = errors.length + (total ? total.restarts : 0);
	const silent = fault.kind === 'sensor-reset' && noticed === 0 ? ['nobody noticed'] : [];
	return [...wrong, ...silent].map(what => `${JSON.stringify(fault)}: ${what}`);
}
