// Writes the plan: the bytes that the C runtime executes in place. SPEC.md, "Model plan", describes them.
import {type Blob, type Block, isBlob, type Ref, type Step, type Value} from './graph.ts';
import {
	type Field,
	steps as layouts,
	type StepName,
	stepBytes,
	stepHeaderBytes,
	writeFields,
} from './steps.ts';

export const planMagic = 0x4c504e43; // "CNPL"
export const planVersion = 1;
/** Flag of a plan whose steps do not run just one after the other: CN_PLAN_CONTROL. */
const hasControl = 1;
/** CN_PLAN_KEPT and CN_PLAN_SHARED. */
const placeFlags = {keeping: 2, sharing: 4} as const;
const flagsOffset = 6;
const hashOffset = 12;
const sharedBytesOffset = 52;
const headerBytes = 64;
/** In the header: how many steps there are, and where the first one is. */
export const stepsCountOffset = 28;
export const stepsAtOffset = 36;
const tensorBytes = 48;
const initBytes = 16;
const none = 0xffffffff;

/** The two top bits of a reference. */
const regions = {arena: 0, state: 1, plan: 2} as const;

export interface PlanTensor {
	readonly value: Value;
	readonly element: number;
	readonly shape: readonly number[];
	readonly scale: number;
	readonly zeroPoint: number;
}

export interface PlanInit {
	readonly value: Value;
	readonly bytes: Uint8Array;
}

export interface PlanParts {
	readonly inputs: readonly PlanTensor[];
	readonly outputs: readonly PlanTensor[];
	readonly steps: readonly Step[];
	readonly inits: readonly PlanInit[];
	readonly arenaBytes: number;
	readonly stateBytes: number;
}

const align = (at: number, to: number) => Math.ceil(at / to) * to;

export function valueRef(value: Value, offset = 0): number {
	return ((regions[value.block.region] << 30) | 0) + value.block.at + value.offset + offset;
}

/** Collects constants behind the tables; equal content is stored once. */
class Constants {
	readonly #known = new Map<string, number>();
	readonly placed: {at: number; bytes: Uint8Array}[] = [];
	#end: number;

	constructor(start: number) {
		this.#end = start;
	}

	get end() {
		return this.#end;
	}

	place({bytes, align: to}: Blob): number {
		const key = `${to > 4 ? 16 : 4}:${bytes.length}:${Buffer.from(bytes).toString('latin1')}`;
		const known = this.#known.get(key);
		if (known !== undefined) return known;
		const at = align(this.#end, to > 4 ? 16 : 4);
		this.placed.push({at, bytes});
		this.#end = at + bytes.length;
		this.#known.set(key, at);
		return at;
	}
}

export function writePlan(parts: PlanParts): Uint8Array {
	const ends = [...parts.inputs, ...parts.outputs];
	const tensorsAt = headerBytes;
	const initsAt = tensorsAt + ends.length * tensorBytes;
	const stepsAt = initsAt + parts.inits.length * initBytes;
	const stepsBytes = parts.steps.reduce((sum, step) => sum + stepBytes(step.kernel), 0);
	const constants = new Constants(stepsAt + stepsBytes);
	const offsets = stepOffsets(parts.steps);
	const resolved = parts.steps.map(step => resolveStep(step, constants, offsets));
	const inits = parts.inits.map(init => initFields(init, constants));
	const total = align(constants.end, 16);
	const bytes = new Uint8Array(total);
	const view = new DataView(bytes.buffer);
	ends.forEach((end, index) => {
		writeTensor(view, tensorsAt + index * tensorBytes, end);
	});
	inits.forEach((fields, index) => {
		fields.forEach((value, word) => {
			view.setUint32(initsAt + index * initBytes + word * 4, value, true);
		});
	});
	writeSteps(view, stepsAt, parts.steps, resolved);
	for (const {at, bytes: content} of constants.placed) bytes.set(content, at);
	const cost = parts.steps.reduce((sum, step) => sum + step.cost, 0);
	writeHeader(view, parts, {total, tensorsAt, initsAt, stepsAt, stepsBytes, cost});
	return bytes;
}

type Resolved = Record<string, number>;

/** Bytes from the first step to each, and to the end of the last. */
function stepOffsets(steps: readonly Step[]): number[] {
	const offsets = [0];
	for (const {kernel} of steps) offsets.push(offsets.at(-1)! + stepBytes(kernel));
	return offsets;
}

function resolveStep(step: Step, constants: Constants, offsets: readonly number[]): Resolved {
	const fields = layouts[step.kernel].fields as readonly Field[];
	return Object.fromEntries(
		fields.map(([name, type]) => {
			const value = step.fields[name]!;
			if (type === 'ref') return [name, resolve(value as Ref, constants)];
			return [name, type === 'step' ? offsets[value as number]! : (value as number)];
		}),
	);
}

function resolve(ref: Ref, constants: Constants): number {
	if (ref === null) return none;
	if (isBlob(ref)) return regions.plan * 2 ** 30 + constants.place(ref) + (ref.start ?? 0);
	return valueRef(ref.value, ref.offset);
}

/** A uniform initial value needs no bytes in the plan. */
function initFields({value, bytes}: PlanInit, constants: Constants): number[] {
	const uniform = bytes.every(byte => byte === bytes[0]);
	const source = uniform ? none : resolve({bytes, align: 4}, constants);
	return [valueRef(value), bytes.length, source, uniform ? (bytes[0] ?? 0) : 0];
}

function writeTensor(view: DataView, at: number, end: PlanTensor) {
	view.setUint32(at, valueRef(end.value), true);
	view.setUint32(at + 4, end.value.bytes, true);
	view.setFloat32(at + 8, end.scale, true);
	view.setInt32(at + 12, end.zeroPoint, true);
	view.setUint8(at + 16, end.element);
	view.setUint8(at + 17, end.shape.length);
	end.shape.forEach((size, index) => {
		view.setUint32(at + 20 + index * 4, size, true);
	});
}

function writeSteps(view: DataView, stepsAt: number, steps: readonly Step[], resolved: readonly Resolved[]) {
	let at = stepsAt;
	steps.forEach((step, index) => {
		const size = stepBytes(step.kernel);
		view.setUint16(at, layouts[step.kernel].id, true);
		view.setUint16(at + 2, size / 4, true);
		view.setUint16(at + 4, step.operator, true);
		view.setUint16(at + 6, step.code, true);
		view.setUint32(at + 8, step.cost, true);
		writeFields(view, at + stepHeaderBytes, step.kernel as StepName, resolved[index] as never);
		at += size;
	});
}

interface Frame {
	readonly total: number;
	readonly tensorsAt: number;
	readonly initsAt: number;
	readonly stepsAt: number;
	readonly stepsBytes: number;
	readonly cost: number;
}

function writeHeader(view: DataView, parts: PlanParts, frame: Frame) {
	view.setUint32(0, planMagic, true);
	view.setUint16(4, planVersion, true);
	const branches = parts.steps.some(({kernel}) => kernel === 'branch' || kernel === 'jump');
	view.setUint16(6, branches ? hasControl : 0, true);
	view.setUint32(8, frame.total, true);
	view.setUint32(16, parts.arenaBytes, true);
	view.setUint32(20, parts.stateBytes, true);
	view.setUint16(24, parts.inputs.length, true);
	view.setUint16(26, parts.outputs.length, true);
	view.setUint16(stepsCountOffset, parts.steps.length, true);
	view.setUint16(30, parts.inits.length, true);
	view.setUint32(32, frame.tensorsAt, true);
	view.setUint32(stepsAtOffset, frame.stepsAt, true);
	view.setUint32(40, frame.stepsBytes, true);
	view.setUint32(44, frame.initsAt, true);
	view.setUint32(48, Math.min(0xffffffff, frame.cost), true);
	view.setUint32(12, planHash(view), true);
}

/** What of a firmware, beside kernels, a plan can need: native/src/model_<part>.c. */
export type PlanPart = keyof typeof placeFlags;

/** Where the memory of a plan lies, if it is not its own of the pool. */
export interface Places {
	/** The state lies in retained memory. @default false */
	readonly isKept?: boolean;
	/** Bytes of the arena that it shares. @default its own */
	readonly sharedBytes?: number;
}

/** The same plan, at other places. */
export function placedPlan(plan: Uint8Array, {isKept = false, sharedBytes}: Places): Uint8Array {
	const bytes = plan.slice();
	const view = new DataView(bytes.buffer);
	const places = (isKept ? placeFlags.keeping : 0) | (sharedBytes === undefined ? 0 : placeFlags.sharing);
	view.setUint16(flagsOffset, view.getUint16(flagsOffset, true) | places, true);
	view.setUint32(sharedBytesOffset, sharedBytes ?? 0, true);
	view.setUint32(hashOffset, planHash(view), true);
	return bytes;
}

export function partsOf(plan: Uint8Array): PlanPart[] {
	const flags = new DataView(plan.buffer, plan.byteOffset, plan.byteLength).getUint16(flagsOffset, true);
	return (Object.keys(placeFlags) as PlanPart[]).filter(part => flags & placeFlags[part]);
}

/** FNV-1a over 32-bit words with a shift, of all bytes from 16 on. */
export function planHash(view: DataView): number {
	let hash = 0x811c9dc5;
	for (let at = 16; at < view.byteLength; at += 4) {
		hash = Math.imul(hash ^ view.getUint32(at, true), 16777619) >>> 0;
		hash = (hash ^ (hash >>> 15)) >>> 0;
	}
	return hash;
}

/** Lay the blocks of the state one after the other; returns the bytes of the state. */
export function placeState(blocks: readonly Block[]): number {
	let at = 0;
	for (const block of blocks) {
		block.at = at;
		at = align(at + Math.max(...block.values.map(value => value.offset + value.bytes)), 16);
	}
	return at;
}
