// catnap model budget: what a model takes of each board's flash and RAM, what would save most, and how long a cell lasts.
import {loadBoards} from '../../boards/facts/boards.ts';
import {type CellName, cells, lifeHours} from '../../boards/facts/cells.ts';
import type {Figure} from '../../boards/facts/figures.ts';
import type {BoardFacts} from '../../boards/facts/schema.ts';
import {visibleLine} from '../../lib/visible.mjs';
import {count, type Result, table} from '../model/args.ts';
import {type CompiledModel, compileModel} from '../model/compile.ts';
import {readModelFile} from '../model/inspect.ts';
import {memoryOfOperators, type OperatorMemory, type Saving, savingsOf} from '../model/peak.ts';
import {boardSpeeds, modelClockHz} from '../model/profile.ts';
import {engineBytes} from './fit.ts';

export interface BudgetArgs {
	/** Path of the `.tflite`. */
	readonly file: string;
	/** From one inference to the next. @default no battery life */
	readonly everyMs?: number;
	/** The cell that it lives on, such as CR2032. */
	readonly cell: CellName;
}

export interface Part {
	readonly needed: number;
	/** What the board has less its headroom. */
	readonly allowed: number;
}

export interface Life {
	readonly msPerInference: number;
	/** Share of the time in which the core computes. */
	readonly duty: number;
	readonly averageUa: number;
	/** Days at the high, the typical and the low current. */
	readonly days: readonly [low: number, typ: number, high: number];
}

export interface BoardBudget {
	readonly board: string;
	readonly headroom: number;
	readonly flash: Part;
	readonly ram: Part;
	readonly fits: boolean;
	readonly life?: Life;
}

export interface BudgetData {
	/** Path of the `.tflite`. */
	readonly file: string;
	/** Flash of the plan: operators and constants. */
	readonly planBytes: number;
	/** RAM of the tensors that one invoke computes. */
	readonly arenaBytes: number;
	/** RAM of the variables that live from one invoke to the next. */
	readonly stateBytes: number;
	/** What the model takes of each board, and whether it fits with the headroom. */
	readonly boards: readonly BoardBudget[];
	/** What each operator needs of the arena, in their order. */
	readonly operators: readonly OperatorMemory[];
	/** What would save most, by bytes, the most first. */
	readonly savings: readonly Saving[];
}

/** Exit code 1 if the model fits no board. */
export async function runBudget({file, everyMs, cell}: BudgetArgs): Promise<Result<BudgetData>> {
	const model = compileModel(readModelFile(file), {file, target: 'm33'});
	const boards = (await loadBoards()).map(board => budgetOf(board, model, everyMs, cell));
	const data: BudgetData = {
		...{file, planBytes: model.plan.length, arenaBytes: model.arenaBytes, stateBytes: model.stateBytes},
		...{boards, operators: memoryOfOperators(model), savings: savingsOf(model)},
	};
	const text = budgetText(data, everyMs, cell);
	return {data, text, exitCode: boards.some(({fits}) => fits) ? 0 : 1};
}

function budgetOf(
	board: BoardFacts,
	model: CompiledModel,
	everyMs: number | undefined,
	cell: CellName,
): BoardBudget {
	const part = (needed: number, haveKb: number): Part => ({
		needed,
		allowed: Math.floor(haveKb * 1024 * (1 - board.headroom)),
	});
	const flash = part(model.plan.length, board.memory.appImageKb);
	const ram = part(model.arenaBytes + model.stateBytes + engineBytes, board.memory.poolKb);
	const life = everyMs === undefined ? undefined : lifeOf(board, model, everyMs, cell);
	return {
		...{board: board.name, headroom: board.headroom, flash, ram},
		fits: [flash, ram].every(({needed, allowed}) => needed <= allowed),
		...(life === undefined ? {} : {life}),
	};
}

/** Computing, then deep sleep until the next inference; undefined for boards whose speed nobody has published. */
function lifeOf(board: BoardFacts, {cost}: CompiledModel, everyMs: number, cell: CellName): Life | undefined {
	const speed = boardSpeeds.find(each => each.board === board.name);
	if (speed === undefined) return undefined;
	const clockHz = modelClockHz(board);
	const msPerInference = (cost * speed.cyclesPerInstruction * 1000) / clockHz;
	const duty = Math.min(1, msPerInference / everyMs);
	const {cpu, floor, retention, wake} = board.energy;
	const fast = clockHz > board.clockHz ? cpu.run_fast : cpu.run;
	const current = (pick: (figure: Figure) => number): number =>
		duty * (pick(fast) + pick(floor.awake)) +
		(1 - duty) * (pick(cpu.deep) + pick(floor.asleep)) +
		pick(retention.on) +
		(pick(wake.deep) * 1000) / everyMs;
	const [low, typ, high] = [
		current(({typ, range}) => range?.[0] ?? typ),
		current(figure => figure.typ),
		current(({typ, range}) => range?.[1] ?? typ),
	];
	const hours = lifeHours(cells[cell], {low, typ, high});
	return {
		msPerInference,
		duty,
		averageUa: typ,
		days: [hours.low / 24, hours.typ / 24, hours.high / 24],
	};
}

const barColumns = 40;
const shownOperators = 20;

function budgetText(data: BudgetData, everyMs: number | undefined, cell: CellName): string {
	const share = ({needed, allowed}: Part) =>
		`${count(needed)} of ${count(allowed)} (${((100 * needed) / allowed).toFixed(0)} %)`;
	const rows = data.boards.map(({board, flash, ram, fits}) => [
		board,
		fits ? 'fits' : 'TOO LARGE',
		share(flash),
		share(ram),
	]);
	const headroom = Math.round(100 * Math.max(...data.boards.map(each => each.headroom)));
	const most = Math.max(1, ...data.operators.map(({bytes}) => bytes));
	const peaks = data.operators
		.slice(0, shownOperators)
		.map(
			({operator, name, bytes}) =>
				`${String(operator).padStart(4)} ${name.padEnd(24).slice(0, 24)} |${'#'.repeat(Math.round((barColumns * bytes) / most)).padEnd(barColumns)}| ${count(bytes)}`,
		);
	const hidden = data.operators.length - peaks.length;
	const savings = data.savings.map(({what, flashBytes, ramBytes}) => [
		ramBytes,
		flashBytes,
		visibleLine(what),
	]);
	return [
		`${data.file}: ${count(data.planBytes)} bytes of plan, ${count(data.arenaBytes)} of arena, ${count(data.stateBytes)} of state`,
		'',
		table(['board', '', `flash, less ${headroom} %`, 'RAM with the engine'], rows),
		'',
		'bytes of the arena that each operator needs',
		...peaks,
		...(hidden > 0 ? [`     and ${hidden} more`] : []),
		'',
		table(['RAM saved', 'flash saved', 'at most, by'], savings),
		...(everyMs === undefined ? [] : ['', ...lifeLines(data, everyMs, cell)]),
	].join('\n');
}

function lifeLines({boards}: BudgetData, everyMs: number, cell: CellName): string[] {
	const lines = boards.flatMap(({board, life}) => {
		if (life === undefined) return [];
		const [low, typ, high] = life.days.map(days => Math.round(days));
		const ms = life.msPerInference.toFixed(life.msPerInference < 10 ? 2 : 0);
		return [
			`${board}  ${ms} ms of each ${everyMs} ms, ${life.averageUa.toFixed(1)} uA: ${typ} days on a ${cell} (${low} to ${high})`,
		];
	});
	return [...lines, 'without sensors, radio and script: catnap power measures a whole app'];
}
