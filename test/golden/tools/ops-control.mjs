// Families of models with control flow, variables and detection: each returns {tag, m, cases} for writeModel, or null to try again.
import {createHash} from 'node:crypto';

const T = (dtype, shape, x = {}) => ({dtype, shape, ...x});
const prod = a => a.reduce((x, y) => x * y, 1);
const f32 = (r, n, s = 1) => Array.from({length: n}, () => Math.fround(r.real(-s, s)));
const shapeOf = (r, rank, most = 5) => Array.from({length: rank}, () => r.int(1, most));
const zero = shape => Array(prod(shape)).fill(0);
const op = (name, ins, outs, opts = {}, version = 1) => ({op: name, version, ins, outs, opts});
const q8 = (r, ty) => (ty === 'INT8' ? {scale: [Math.fround(r.pow2(-6, -3))], zp: [r.int(-20, 20)]} : {});
const handle = () => T('RESOURCE', []);
const some = ['seed:1', 'seed:2', 'min', 'max'];

/** One operator on two operands of a shape, in a subgraph of its own. */
function step(name, ty, shape, quant) {
	const opts = ['ADD', 'SUB', 'MUL'].includes(name) ? {act: 0} : {};
	return {tensors: [T(ty, shape, quant), T(ty, shape, quant), T(ty, shape, quant)], inputs: [0, 1], outputs: [2], ops: [op(name, [0, 1], [2], opts, ty === 'INT8' ? 2 : 1)]};
}

/** TFLite leaves what lies behind the last detection as it was: 0 here. */
function onlyFound(golden, perBox) {
	for (const {out} of golden.cases.flatMap(each => each.invokes)) {
		const bytes = out.map(each => Buffer.from(each.b64, 'base64'));
		const found = bytes[3].readFloatLE(0) * perBox;
		bytes.slice(0, 3).forEach((each, slot) => each.fill(0, found * (slot === 0 ? 16 : 4)));
		out.forEach((each, slot) => {
			const numbers = new Float32Array(Uint8Array.from(bytes[slot]).buffer);
			Object.assign(each, {sha256: createHash('sha256').update(bytes[slot]).digest('hex'), b64: bytes[slot].toString('base64'), head: [...numbers.subarray(0, 16)].map(x => Number(x.toPrecision(9)))});
		});
	}
	return golden;
}

export const controlFamilies = {
	/** Which of two ways, by an input. `pass`: one way only hands on what it was given. */
	if(r, o) {
		const ty = o.type ?? 'FLOAT32', shape = shapeOf(r, r.int(1, 3)), quant = q8(r, ty);
		const names = r.pick([['ADD', 'MUL'], ['SUB', 'ADD'], ['MAXIMUM', 'MINIMUM']]);
		const ways = names.map(name => step(name, ty, shape, quant));
		if (o.pass) ways[r.int(0, 1)] = {tensors: [T(ty, shape, quant), T(ty, shape, quant)], inputs: [0, 1], outputs: [r.int(0, 1)], ops: []};
		const tensors = [T('BOOL', [1]), T(ty, shape, quant), T(ty, shape, quant), T(ty, shape, quant)];
		const ops = [op('IF', [0, 1, 2], [3], {yes: 1, no: 2})];
		// what the IF read is read again
		if (o.again) tensors.push(T(ty, shape, quant)), ops.push(op('ADD', [3, 1], [4], {act: 0}, ty === 'INT8' ? 2 : 1));
		return {tag: `${shape.join('x')} ${names}`, m: {tensors, inputs: [0, 1, 2], outputs: [tensors.length - 1], ops, subgraphs: ways}, weak: true, cases: ['seed:1', 'seed:2', 'seed:3', 'seed:4', 'min', 'max']};
	},
	/** The condition is computed, an IF lies in an IF. */
	nest(r) {
		const shape = shapeOf(r, r.int(1, 3));
		const two = (...outs) => ({tensors: [T('FLOAT32', shape), T('FLOAT32', shape)], inputs: [0, 1], outputs: outs, ops: []});
		const inner = {tensors: [T('FLOAT32', shape), T('FLOAT32', shape), T('INT32', [shape.length], {data: shape.map((_, i) => i)}), T('FLOAT32', []), T('FLOAT32', [], {data: [1]}), T('BOOL', []), T('FLOAT32', shape), T('FLOAT32', shape)], inputs: [0, 1], outputs: [7], ops: [op('MUL', [0, 1], [6], {act: 0}), op('SUM', [6, 2], [3], {keep_dims: false}), op('GREATER', [3, 4], [5]), op('IF', [5, 6, 1], [7], {yes: 3, no: 4})]};
		const tensors = [T('FLOAT32', shape), T('FLOAT32', shape), T('INT32', [shape.length], {data: shape.map((_, i) => i)}), T('FLOAT32', []), T('FLOAT32', [], {data: [0]}), T('BOOL', []), T('FLOAT32', shape)];
		return {tag: shape.join('x'), weak: true, m: {tensors, inputs: [0, 1], outputs: [6], ops: [op('SUM', [0, 2], [3], {keep_dims: false}), op('LESS', [3, 4], [5]), op('IF', [5, 0, 1], [6], {yes: 1, no: 2})], subgraphs: [inner, step('ADD', 'FLOAT32', shape, {}), two(0), step('SUB', 'FLOAT32', shape, {})]}, cases: [...some, 'seed:3', 'seed:4', 'seed:5', 'seed:6']};
	},
	/** A count up to a limit, and a value that changes each round; two more that change places. */
	while(r, o) {
		const ty = o.type ?? 'FLOAT32', shape = shapeOf(r, r.int(1, 3)), rounds = r.int(o.rounds?.[0] ?? 0, o.rounds?.[1] ?? 6), quant = q8(r, ty);
		const like = x => T(ty, shape, {...quant, ...x}), count = x => T('INT32', [], x);
		const cond = {tensors: [count(), like(), like(), like(), count({data: [rounds]}), T('BOOL', [])], inputs: [0, 1, 2, 3], outputs: [5], ops: [op('LESS', [0, 4], [5])]};
		const name = r.pick(ty === 'INT8' ? ['ADD', 'SUB'] : ['ADD', 'SUB', 'MUL']);
		const body = {tensors: [count(), like(), like(), like(), count({data: [1]}), count(), like()], inputs: [0, 1, 2, 3], outputs: [5, 6, ...(o.swap ? [3, 2] : [2, 3])], ops: [op('ADD', [0, 4], [5], {act: 0}), op(name, [1, 2], [6], {act: 0}, ty === 'INT8' ? 2 : 1)]};
		const tensors = [like(), like(), like(), count({data: [0]}), count(), like(), like(), like()];
		return {tag: `${shape.join('x')} ${rounds} of ${name}`, weak: true, m: {tensors, inputs: [0, 1, 2], outputs: [4, 5, 6, 7], ops: [op('WHILE', [3, 0, 1, 2], [4, 5, 6, 7], {cond: 1, body: 2})], subgraphs: [cond, body]}, cases: some};
	},
	/** A loop in a loop: i rounds of j rounds, the value grows in each. What was before the loop is read behind it. */
	loops(r) {
		const shape = shapeOf(r, r.int(1, 2)), [outer, inner] = [r.int(1, 4), r.int(0, 3)];
		const like = x => T('FLOAT32', shape, x), count = x => T('INT32', [], x);
		const until = limit => ({tensors: [count(), like(), count({data: [limit]}), T('BOOL', [])], inputs: [0, 1], outputs: [3], ops: [op('LESS', [0, 2], [3])]});
		const grow = {tensors: [count(), like(), count({data: [1]}), count(), like({data: f32(r, prod(shape))}), like()], inputs: [0, 1], outputs: [3, 5], ops: [op('ADD', [0, 2], [3], {act: 0}), op('ADD', [1, 4], [5], {act: 0})]};
		const round = {tensors: [count(), like(), count({data: [0]}), count(), like(), count({data: [1]}), count(), like()], inputs: [0, 1], outputs: [6, 7], ops: [op('WHILE', [2, 1], [3, 4], {cond: 3, body: 4}), op('ADD', [0, 5], [6], {act: 0}), op('NEG', [4], [7])]};
		const tensors = [like(), count({data: [0]}), like(), count(), like(), like()];
		return {tag: `${shape.join('x')} ${outer} of ${inner}`, m: {tensors, inputs: [0], outputs: [5], ops: [op('ABS', [0], [2]), op('WHILE', [1, 2], [3, 4], {cond: 1, body: 2}), op('ADD', [4, 2], [5], {act: 0})], subgraphs: [until(outer), round, until(inner), grow]}, weak: true, cases: some};
	},
	/** A variable that sums what comes in; `first`: its initial value is set once, `computed`: by more than a constant. */
	variable(r, o) {
		const ty = 'FLOAT32', shape = shapeOf(r, r.int(1, 3)), opts = {container: '', shared_name: 'sum'};
		const tensors = [T(ty, shape), handle(), T(ty, shape), T(ty, shape)];
		const start = T(ty, shape, {data: o.zero ? zero(shape) : f32(r, prod(shape), 4)});
		const init = {tensors: [handle(), start, ...(o.computed ? [T(ty, shape)] : [])], inputs: [], outputs: [], ops: [op('VAR_HANDLE', [], [0], opts), ...(o.computed ? [op(o.computed, [1], [2])] : []), op('ASSIGN_VARIABLE', [0, o.computed ? 2 : 1], [])]};
		return {tag: shape.join('x'), m: {tensors, inputs: [0], outputs: [3], ops: [op('CALL_ONCE', [], [], {init: 1}), op('VAR_HANDLE', [], [1], opts), op('READ_VARIABLE', [1], [2]), op('ADD', [0, 2], [3], {act: 0}), op('ASSIGN_VARIABLE', [1, 3], [])], subgraphs: [init]}, weak: true, cases: ['seed:1*5', 'seed:2*3', 'max*3']};
	},
	/** A variable that only one way of an IF changes. */
	gated(r) {
		const shape = shapeOf(r, r.int(1, 3)), opts = {container: 'c', shared_name: 'v'}, like = x => T('FLOAT32', shape, x);
		const init = {tensors: [handle(), like({data: f32(r, prod(shape))})], inputs: [], outputs: [], ops: [op('VAR_HANDLE', [], [0], opts), op('ASSIGN_VARIABLE', [0, 1], [])]};
		const yes = {tensors: [like(), handle(), like(), like()], inputs: [0], outputs: [3], ops: [op('VAR_HANDLE', [], [1], opts), op('READ_VARIABLE', [1], [2]), op('ADD', [0, 2], [3], {act: 0}), op('ASSIGN_VARIABLE', [1, 3], [])]};
		const no = {tensors: [like(), handle(), like()], inputs: [0], outputs: [2], ops: [op('VAR_HANDLE', [], [1], opts), op('READ_VARIABLE', [1], [2])]};
		const tensors = [T('BOOL', [1]), like(), like()];
		return {tag: shape.join('x'), m: {tensors, inputs: [0, 1], outputs: [2], ops: [op('CALL_ONCE', [], [], {init: 1}), op('IF', [0, 1], [2], {yes: 2, no: 3})], subgraphs: [init, yes, no]}, weak: true, cases: ['seed:1*8', 'seed:2*8', 'seed:3*4']};
	},
	/** LOGISTIC far below 0, enlarged so that its last digits count. */
	far(r) {
		const shape = shapeOf(r, r.int(1, 2)), [a, b, large, c] = [T('FLOAT32', shape), T('FLOAT32', shape), T('FLOAT32', [1], {data: [16384]}), T('FLOAT32', shape)];
		return {tag: shape.join('x'), weak: true, m: {tensors: [a, b, large, c], inputs: [0], outputs: [3], ops: [op('LOGISTIC', [0], [1]), op('MUL', [1, 2], [3], {act: 0})]}, cases: ['min']};
	},
	/** An output that the file itself holds, beside a computed one. */
	held(r, o) {
		const shape = shapeOf(r, r.int(1, 3)), own = shapeOf(r, r.int(0, 3)), ty = o.type, quant = q8(r, ty);
		const data = ty === 'INT8' ? Array.from({length: prod(own)}, () => r.int(-128, 127)) : f32(r, prod(own));
		const tensors = [T(ty, shape, quant), T(ty, own, {...quant, data}), T(ty, shape, quant)];
		return {tag: `${shape.join('x')} ${own.join('x')}`, weak: true, m: {tensors, inputs: [0], outputs: [2, 1], ops: [op('ADD', [0, 0], [2], {act: 0}, ty === 'INT8' ? 2 : 1)]}, cases: some};
	},
	/** Boxes around anchors, scores of classes, with a background class or without; `flat`: the file says shapes that TFLite replaces. */
	detection(r, o) {
		const [boxes, classes, background] = [r.int(1, o.most ?? 40), r.int(1, 5), r.int(0, 1)];
		const most = r.int(1, 12), perBox = o.regular ? 1 : r.int(1, Math.min(classes, 3)), count = o.regular ? most : most * perBox;
		const anchors = Array.from({length: boxes}, () => [r.real(0, 1), r.real(0, 1), r.real(0.05, 0.6), r.real(0.05, 0.6)].map(Math.fround)).flat();
		const found = o.flat ? Array(4).fill([count]) : [[1, count, 4], [1, count], [1, count], [1]];
		const tensors = [T('FLOAT32', [1, boxes, 4 + (r.chance(0.2) ? 2 : 0)]), T('FLOAT32', [1, boxes, classes + background]), T('FLOAT32', [boxes, 4], {data: anchors}), ...found.map(shape => T('FLOAT32', shape))];
		const flex = {max_detections: most, max_classes_per_detection: perBox, nms_score_threshold: r.pick([0.25, -0.5, 1.5]), nms_iou_threshold: r.pick([0.5, 0.25, 0.75]), num_classes: classes, y_scale: 10.5, x_scale: 10.5, h_scale: 5.5, w_scale: 5.5};
		if (o.regular) Object.assign(flex, {use_regular_nms: true, detections_per_class: r.int(1, 6)});
		return {tag: `${boxes} boxes ${classes} classes background ${background} at most ${most} ${perBox}`, weak: true, resized: o.flat, m: {tensors, inputs: [0, 1], outputs: [3, 4, 5, 6], ops: [{op: 'CUSTOM', custom: 'TFLite_Detection_PostProcess', version: 1, ins: [0, 1, 2], outs: [3, 4, 5, 6], flex}]}, cases: ['seed:1', 'seed:2', 'seed:3', 'seed:4', 'seed:5'], only: J => onlyFound(J, perBox)};
	},
};
