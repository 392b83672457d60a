// Plays a scenario in a world: does its steps one after the other, in virtual time, and holds the run against what is expected.

import type {BoardFacts} from '../../boards/facts/schema.ts';
import {parseDuration} from '../../lib/duration.ts';
import {CatnapError} from '../../lib/errors.ts';
import type {RunResult} from '../../sim/result.ts';
import {pulseLines} from '../../sim/world/pulse.ts';
import {serialLines} from '../../sim/world/serial.ts';
import type {Sound} from '../../sim/world/sound.ts';
import type {World} from '../../sim/world.ts';
import {actionOf} from './check.ts';
import {boundsText, isWithin, unmet} from './expect.ts';
import type {Level, Scenario, ScenarioFailure, ScenarioReport, Step} from './scenario.ts';

/** The moment at which the step has ended, in microseconds; undefined: it waits for a line. */
type Ended = number | undefined;

export class Play {
	readonly #scenario: Scenario;
	readonly #sounds: ReadonlyMap<string, Sound>;
	readonly #steps: readonly Step[];
	readonly #failures: ScenarioFailure[] = [];
	/** Lines that no step has waited for yet. */
	#lines: string[] = [];
	#index = 0;
	/** Of the step that waits. */
	#awaited: string | undefined;
	/** When the step ends that takes time. */
	#untilUs: number | undefined;
	#world!: World;

	/** @throws {CatnapError} BAD_SCENARIO for a pin or an input that the board does not have. */
	constructor(scenario: Scenario, sounds: ReadonlyMap<string, Sound>, board: BoardFacts, where: string) {
		this.#scenario = scenario;
		this.#steps = scenario.steps ?? [];
		this.#sounds = sounds;
		for (const [index, step] of this.#steps.entries()) checkNames(step, `steps[${index}]`, board, where);
		for (const cause of Object.keys(scenario.expect?.wakes ?? {}))
			checkName(cause, wakeCauses(board), 'expect.wakes', board, where);
	}

	/** For the world's `setup`. */
	begin(world: World): void {
		this.#world = world;
		this.#scenario.setup?.(world);
		world.log.onLine = (line, atUs) => this.#heard(line, atUs);
		world.at(world.nowUs, () => this.#go());
	}

	/** Once the run has ended. */
	report(result: RunResult): ScenarioReport {
		// a moment at the very end is reached, though nothing comes after it
		if ((this.#untilUs ?? Infinity) <= result.virtualMs * 1000) this.#index++;
		const step = this.#steps[this.#index];
		const failures = [...this.#failures];
		if (step !== undefined && failures.length === 0)
			failures.push({
				what: this.#name(step),
				expected: 'it is done before the run ends',
				received: `the run ended after ${result.virtualMs} ms${this.#lastLine(result)}`,
				atMs: result.virtualMs,
			});
		failures.push(...unmet(this.#scenario.expect ?? {}, result));
		return {done: this.#index, steps: this.#steps.length, failures};
	}

	#lastLine({console}: Pick<RunResult, 'console'>): string {
		if (this.#awaited === undefined) return '';
		return console.length === 0 ? '; the app said nothing' : `; its last line was ${quoted(console.at(-1)!)}`;
	}

	/** Steps follow each other in one moment until one of them takes time, waits or fails. */
	#go(): void {
		while (this.#index < this.#steps.length && this.#failures.length === 0) {
			const untilUs = this.#do(this.#steps[this.#index]!);
			if (untilUs === undefined || this.#failures.length > 0) return;
			if (untilUs > this.#world.nowUs) {
				this.#untilUs = untilUs;
				this.#world.at(untilUs, () => this.#next());
				return;
			}
			this.#index++;
		}
	}

	#next(): void {
		this.#untilUs = undefined;
		this.#index++;
		this.#go();
	}

	#do(step: Step): Ended {
		const {nowUs} = this.#world;
		if ('at' in step) return this.#until(step, microseconds(step.at));
		if ('delay' in step) return nowUs + microseconds(step.delay);
		if ('waitFor' in step) return this.#wait(step);
		if ('expectLevels' in step) this.#compareLevels(step.expectLevels);
		else if ('expectUa' in step) this.#compareCurrent(step.expectUa);
		else this.#change(step);
		return nowUs;
	}

	#until(step: Step, atUs: number): Ended {
		const {nowUs} = this.#world;
		if (atUs < nowUs) this.#fail(step, 'a moment to come', `it is ${nowUs / 1000} ms`);
		return atUs;
	}

	#wait(step: Extract<Step, {waitFor: string}>): Ended {
		const {nowUs} = this.#world;
		const found = this.#lines.findIndex(line => line.includes(step.waitFor));
		if (found >= 0) {
			this.#lines = this.#lines.slice(found + 1);
			return nowUs;
		}
		this.#awaited = step.waitFor;
		const index = this.#index;
		if (step.within !== undefined)
			this.#world.at(nowUs + microseconds(step.within), () => {
				if (this.#index !== index) return;
				const said = this.#lines.length === 0 ? 'no line' : quoted(this.#lines.at(-1)!);
				this.#fail(step, `a line that holds it within ${step.within}`, said);
			});
		return undefined;
	}

	/** A line can be stamped with a moment that is yet to come: the chip runs ahead of the world. */
	#heard(line: string, atUs: number): void {
		this.#lines.push(line);
		if (this.#awaited === undefined || !line.includes(this.#awaited) || this.#failures.length > 0) return;
		this.#awaited = undefined;
		this.#lines = [];
		this.#index++;
		this.#world.at(Math.max(this.#world.nowUs, Math.ceil(atUs)), () => this.#go());
	}

	#change(step: Step): void {
		const world = this.#world;
		if ('press' in step) world.press(step.press, world.nowUs, microseconds(step.for ?? '100ms'));
		else if ('levels' in step)
			for (const [pin, level] of Object.entries(step.levels)) world.pins.drive(pin, level === 'high');
		else if ('millivolts' in step)
			for (const [input, millivolts] of Object.entries(step.millivolts)) world.analog(input, millivolts);
		else if ('play' in step) world.play(step.play === null ? undefined : this.#sounds.get(step.play));
		else if ('battery' in step) world.powerBy(step.battery);
		else if ('fault' in step) world.fail(step.fault);
	}

	#compareLevels(expected: Readonly<Record<string, Level>>): void {
		const step = this.#steps[this.#index]!;
		for (const [pin, level] of Object.entries(expected)) {
			const now = this.#world.pins.level(pin) ? 'high' : 'low';
			if (now !== level) this.#fail(step, `${pin} ${level}`, `${pin} ${now}`);
		}
	}

	#compareCurrent(expected: Extract<Step, {expectUa: unknown}>['expectUa']): void {
		const {uA} = this.#world.ledger;
		if (!isWithin(uA, expected))
			this.#fail(this.#steps[this.#index]!, boundsText(expected, 'uA'), `${uA} uA`);
	}

	#fail(step: Step, expected: string, received: string): void {
		this.#failures.push({what: this.#name(step), expected, received, atMs: this.#world.nowUs / 1000});
	}

	#name(step: Step): string {
		const action = actionOf(step);
		return `steps[${this.#index}], ${action} ${JSON.stringify(step[action as keyof Step])}`;
	}
}

function microseconds(duration: string): number {
	return Math.round(parseDuration(duration) * 1000);
}

function quoted(line: string): string {
	return JSON.stringify(line);
}

function checkNames(step: Step, place: string, board: BoardFacts, where: string): void {
	const pins = Object.keys(board.pins);
	if ('press' in step) checkName(step.press, pins, `${place}.press`, board, where);
	if ('levels' in step)
		for (const pin of Object.keys(step.levels)) checkName(pin, pins, `${place}.levels`, board, where);
	if ('expectLevels' in step)
		for (const pin of Object.keys(step.expectLevels))
			checkName(pin, pins, `${place}.expectLevels`, board, where);
	if ('millivolts' in step)
		for (const input of Object.keys(step.millivolts))
			checkName(input, Object.keys(board.converter?.inputs ?? {}), `${place}.millivolts`, board, where);
}

/** What can wake or start the chip; a name that nothing has would be a wake that never comes. */
function wakeCauses({pins, microphone, uartEnergy, pulse}: BoardFacts): string[] {
	const lines = [
		...(microphone ? ['microphone'] : []),
		...(uartEnergy ? Object.keys(serialLines) : []),
		...(pulse ? Object.keys(pulseLines) : []),
	];
	const names = Object.keys(pins);
	return [
		...['power-on', 'reset', 'watchdog', 'timer', 'off:timer'],
		...[...names, ...lines].map(name => `pin:${name}`),
		...names.filter(name => pins[name]!.wakeFromOff).map(name => `off:${name}`),
	];
}

function checkName(
	name: string,
	known: readonly string[],
	place: string,
	board: BoardFacts,
	where: string,
): void {
	if (known.includes(name)) return;
	throw new CatnapError('BAD_SCENARIO', {
		which: 'name',
		where,
		place,
		board: board.name,
		expected: known.join(', ') || 'none: the board has no such thing',
		received: name,
	});
}
