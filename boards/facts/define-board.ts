// Whether the facts of a board fit each other: pins, sensors, rails, memory.

import {CatnapError} from '../../lib/errors.ts';
import {busLines} from './bus-lines.ts';
import type {BoardFacts} from './schema.ts';

/** Check the facts against each other and hand them back. */
export function defineBoard<const Facts extends BoardFacts>(facts: Facts): Facts {
	const problems = problemsOf(facts);
	if (problems.length > 0) {
		throw new CatnapError('BAD_BOARD', {
			which: 'facts',
			where: `boards/${facts.name}/board.ts`,
			received: problems.join('; '),
		});
	}
	return facts;
}

/** What of the facts contradicts the rest, one sentence each. */
export function problemsOf(facts: BoardFacts): string[] {
	return [
		...pinProblems(facts),
		...busProblems(facts),
		...sensorProblems(facts),
		...railProblems(facts),
		...converterProblems(facts),
		...memoryProblems(facts),
		...regionProblems(facts),
	];
}

function pinProblems(board: BoardFacts): string[] {
	const seen = new Map<number, string>();
	const problems: string[] = [];
	for (const [name, {number}] of [...Object.entries(board.pins), ...Object.entries(board.ownPins ?? {})]) {
		const other = seen.get(number);
		if (other !== undefined) problems.push(`pins ${other} and ${name} are both number ${number}`);
		if (!Number.isInteger(number) || number < 0 || number > 63)
			problems.push(`pin ${name} has number ${number}, expected 0 to 63`);
		seen.set(number, name);
	}
	const {pins: able} = board.off;
	for (const [name, {number, wakeFromOff}] of Object.entries(board.pins)) {
		if (wakeFromOff && able && (number < able.first || number > able.last))
			problems.push(`pin ${name} wakes from off, but ${number} is no ${able.called}`);
	}
	return problems;
}

function busProblems({buses, pins}: BoardFacts): string[] {
	const seen = new Map<string, string>();
	return Object.entries(buses).flatMap(([name, bus]) => {
		const key = `${bus.kind} ${bus.number}`;
		const other = seen.get(key);
		seen.set(key, name);
		const unknown = busLines(bus).filter(([, pin]) => !(pin in pins));
		return [
			...(other === undefined
				? []
				: [`buses ${other} and ${name} are both ${bus.kind} number ${bus.number}`]),
			...unknown.map(([, pin]) => `bus ${name} uses pin ${pin}, which does not exist`),
		];
	});
}

function sensorProblems(board: BoardFacts): string[] {
	const problems: string[] = [];
	for (const [name, sensor] of Object.entries(board.sensors)) {
		if (sensor.bus === undefined) problems.push(`sensor ${name} names no bus: bus is missing`);
		else if (board.buses[sensor.bus]?.kind !== 'i2c')
			problems.push(`sensor ${name} is on I2C bus ${sensor.bus}, which does not exist`);
		if (!(sensor.int1 in board.pins))
			problems.push(`sensor ${name} uses pin ${sensor.int1}, which does not exist`);
		const rail = sensor.rail ?? 'vdd';
		if (!(rail in board.rails)) problems.push(`sensor ${name} is on rail ${rail}, which does not exist`);
	}
	return problems;
}

function railProblems(board: BoardFacts): string[] {
	const problems: string[] = [];
	for (const [name, {enable}] of Object.entries(board.rails)) {
		if (enable === undefined) continue;
		const pin = board.pins[enable];
		if (!pin) problems.push(`rail ${name} is switched by pin ${enable}, which does not exist`);
		if (pin?.activeLow) problems.push(`rail ${name} is switched by pin ${enable}, which is active low`);
	}
	return problems;
}

function converterProblems({converter}: BoardFacts): string[] {
	const seen = new Set<number>();
	const problems: string[] = [];
	for (const [name, {number}] of Object.entries(converter?.inputs ?? {})) {
		if (!Number.isInteger(number) || number < 0 || number > 63)
			problems.push(`analog input ${name} has number ${number}, expected 0 to 63`);
		if (seen.has(number)) problems.push(`two analog inputs are number ${number}`);
		seen.add(number);
	}
	return problems;
}

function memoryProblems({memory}: BoardFacts): string[] {
	const needKb = memory.poolKb + (memory.stackBytes + memory.retainedBytes) / 1024;
	const problems: string[] = [];
	if (needKb > memory.ramKb)
		problems.push(`pool, stack and retained memory need ${needKb} KB of ${memory.ramKb} KB RAM`);
	if (memory.appImageKb >= memory.flashKb) problems.push('the app image takes all of the flash');
	if (memory.jsStackBytes >= memory.stackBytes)
		problems.push('the script stack is not smaller than the stack');
	return problems;
}

function regionProblems({regions = {}, flash}: BoardFacts): string[] {
	const sorted = Object.entries(regions).sort(([, a], [, b]) => a.address - b.address);
	const problems = sorted.slice(1).flatMap(([name, {address}], index) => {
		const [before, {address: start, bytes}] = sorted[index]!;
		return start + bytes > address ? [`regions ${before} and ${name} overlap`] : [];
	});
	const needed = flash ? [...(flash.by === 'probe' ? ['FIRMWARE'] : []), 'SLOT_A', 'SLOT_B'] : [];
	const missing = needed.filter(name => !(name in regions));
	return [...problems, ...missing.map(name => `a board that is flashed has no region ${name}`)];
}
