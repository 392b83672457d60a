// Families of the operators beyond the first ones: each returns {tag, m} for writeModel, or null to try again.
const T = (dtype, shape, x = {}) => ({dtype, shape, ...x});
const prod = a => a.reduce((x, y) => x * y, 1);
const f32 = (r, n, s = 1) => Array.from({length: n}, () => Math.fround(r.real(-s, s)));
const ints = (r, n, lo, hi) => Array.from({length: n}, () => r.int(lo, hi));
const zp = (r, ty) => (ty === 'INT16' ? 0 : ty === 'UINT8' ? r.int(0, 255) : r.int(-128, 127));
const quantized = ty => ['INT8', 'INT16', 'UINT8'].includes(ty);
const scaleOf = (r, ty) => Math.fround(r.pow2(-7, -3) / (ty === 'INT16' ? 256 : 1));
const q = (r, ty) => (quantized(ty) ? {scale: [scaleOf(r, ty)], zp: [zp(r, ty)]} : {});
const shapeOf = (r, rank, most = 6) => Array.from({length: rank}, () => r.int(1, most));
const vector = (data, ty = 'INT32') => T(ty, [data.length], {data});
const scalar = (value, ty = 'INT32') => T(ty, [], {data: [value]});
const data = (r, ty, n) =>
	ty === 'FLOAT32' ? f32(r, n, 4) : ty === 'BOOL' ? ints(r, n, 0, 1) : ty === 'INT16' ? ints(r, n, -32768, 32767) : ty === 'UINT8' ? ints(r, n, 0, 255) : ty === 'INT8' ? ints(r, n, -128, 127) : ints(r, n, -1000, 1000);
/** Quantisation of terms and of their sum. */
const summed = (r, ty, terms) => {
	if (!quantized(ty)) return [{}, {}];
	const from = q(r, ty);
	return [from, {scale: [Math.fround(from.scale[0] * Math.sqrt(terms) * r.real(0.7, 1.7))], zp: [zp(r, ty)]}];
};
/** The last tensors are the outputs, the others without data the inputs. */
function model(tag, op, version, tensors, opts = {}, outputs = 1, rest = {}) {
	const outs = Array.from({length: outputs}, (_, i) => tensors.length - outputs + i);
	const ins = tensors.map((_, i) => i).slice(0, tensors.length - outputs);
	const inputs = ins.filter(i => tensors[i].data === undefined);
	return {tag: `${op} ${tag}`, m: {tensors, inputs, outputs: outs, ops: [{op, version, ins, outs, opts, ...rest}]}, weak: true};
}

/** A layer's constants: weights with a scale for each output channel, and a bias in units of input times weights. */
function layer(r, ty, shape, {axis, channels, terms, wide = 'INT64'}) {
	const n = prod(shape);
	if (ty === 'FLOAT32') return {weights: T(ty, shape, {data: f32(r, n)}), bias: T(ty, [channels], {data: f32(r, channels, 2)}), input: {}, output: {}};
	const input = {scale: [scaleOf(r, ty)], zp: [zp(r, ty)]};
	const scales = Array.from({length: channels}, () => Math.fround(r.pow2(-8, -6)));
	const zeros = scales.map(() => 0);
	const output = {scale: [Math.fround(input.scale[0] * Math.sqrt(terms) * 1.5)], zp: [zp(r, ty)]};
	const bias = ints(r, channels, -2000, 2000);
	return {
		input,
		output,
		weights: T('INT8', shape, {data: ints(r, n, -127, 127), scale: scales, zp: zeros, qdim: axis}),
		bias: T(ty === 'INT16' ? wide : 'INT32', [channels], {data: bias, scale: scales.map(s => Math.fround(s * input.scale[0])), zp: zeros}),
	};
}

export const moreFamilies = {
	/** Each group of output channels sees its own input channels. */
	groups(r, o) {
		const ty = o.type, count = r.int(2, 4), depth = r.int(1, 5), units = r.int(1, 6), k = r.pick([1, 1, 2, 3]), stride = r.int(1, 2);
		const [h, w] = [r.int(k, 7), r.int(k, 7)], [oh, ow] = [Math.ceil((h - k + 1) / stride), Math.ceil((w - k + 1) / stride)];
		const part = layer(r, ty, [count * units, k, k, depth], {axis: 0, channels: count * units, terms: k * k * depth});
		const tensors = [T(ty, [1, h, w, count * depth], part.input), part.weights, part.bias, T(ty, [1, oh, ow, count * units], part.output)];
		return model(`${h}x${w} k${k} s${stride}, ${count} groups of ${depth} to ${units}`, 'CONV_2D', {FLOAT32: 6, INT8: 6, INT16: 6}[ty], tensors, {padding: 1, stride_w: stride, stride_h: stride, dilation_w: 1, dilation_h: 1, act: 0});
	},
	/** The bias of 16 bits is TFLM's own. */
	upconv(r, o) {
		const ty = 'INT16', ic = r.int(1, 5), oc = r.int(1, 5), [kh, kw] = [r.int(1, 4), r.int(1, 4)], [sh, sw] = [r.int(1, 3), r.int(1, 3)], [h, w] = [r.int(1, 5), r.int(1, 5)], same = r.chance(0.5);
		const [oh, ow] = same ? [h * sh, w * sw] : [(h - 1) * sh + kh, (w - 1) * sw + kw];
		const part = layer(r, ty, [oc, kh, kw, ic], {axis: 0, channels: oc, terms: kh * kw * ic, wide: o.wide ?? 'INT64'});
		const tensors = [vector([1, oh, ow, oc]), part.weights, T(ty, [1, h, w, ic], part.input), ...(o.bare ? [] : [part.bias]), T(ty, [1, oh, ow, oc], part.output)];
		return model(`${h}x${w}x${ic} k${kh}x${kw} s${sh}x${sw} ${same ? 'SAME' : 'VALID'} to ${oc}`, 'TRANSPOSE_CONV', 3, tensors, {padding: same ? 0 : 1, stride_w: sw, stride_h: sh});
	},
	/** The old SELECT: one condition for an element, for an entry of the first dimension, or for all. */
	choose(r, o) {
		const ty = o.type, rank = r.int(1, 4), shape = shapeOf(r, rank, 5), q0 = q(r, ty), kind = r.int(0, 2);
		const condition = kind === 0 ? shape : kind === 1 ? [shape[0]] : [];
		return model(`${shape.join('x')} by ${condition.join('x') || 'one'}`, 'SELECT', 1, [T('BOOL', condition), T(ty, shape, q0), T(ty, shape, q0), T(ty, shape, q0)]);
	},
	/** Inputs of uint8 with scales of their own. */
	joined(r) {
		const ty = 'UINT8', rank = r.int(1, 4), axis = r.int(0, rank - 1), base = shapeOf(r, rank, 5), count = r.int(2, 4);
		const shapes = Array.from({length: count}, () => base.map((n, i) => (i === axis ? r.int(1, 5) : n)));
		const out = base.map((n, i) => (i === axis ? shapes.reduce((sum, s) => sum + s[axis], 0) : n));
		return model(`${shapes.map(s => s.join('x')).join(' + ')} axis ${axis}`, 'CONCATENATION', 1, [...shapes.map(s => T(ty, s, q(r, ty))), T(ty, out, q(r, ty))], {axis, act: 0});
	},
	/** Shapes that broadcast to one, which a constant then takes. */
	shapes(r, o) {
		const ty = o.type, out = shapeOf(r, r.int(2, 4), 4), some = list => list.map(n => (r.chance(0.4) ? 1 : n)), [a, b] = [some(out), out.slice(r.int(0, out.length - 1))];
		const both = a.map((n, i) => Math.max(n, b[i - a.length + b.length] ?? 1));
		const tensors = [vector(a, ty), vector(b, ty), T(ty, [both.length]), T('FLOAT32', a), T('FLOAT32', both)];
		const ops = [{op: 'BROADCAST_ARGS', version: 1, ins: [0, 1], outs: [2]}, {op: 'BROADCAST_TO', version: 2, ins: [3, 2], outs: [4]}];
		return {tag: `${a} and ${b}`, weak: true, m: {tensors, inputs: [3], outputs: [4], ops}};
	},
	/** Of numbers that are not negative: others have no root. */
	rooted(r) {
		const ty = 'INT16', shape = shapeOf(r, r.int(1, 3)), from = q(r, ty), tensors = [T(ty, shape, from), T(ty, shape, from), T(ty, shape, q(r, ty))];
		return {tag: shape.join('x'), weak: true, m: {tensors, inputs: [0], outputs: [2], ops: [{op: 'ABS', version: 3, ins: [0], outs: [1]}, {op: 'RSQRT', version: 3, ins: [1], outs: [2]}]}};
	},
	/** A list of no numbers: the shape of a scalar. */
	scalar(r, o) {
		return model('to a scalar', 'RESHAPE', 1, [T(o.type, Array(r.int(1, 4)).fill(1), q(r, o.type)), T('INT32', [0], {data: []}), T(o.type, [])], {new_shape: []});
	},
	/** One operand; `scales` names what quantisation the output must have. */
	map(r, o) {
		const ty = o.type ?? 'FLOAT32';
		const shape = shapeOf(r, r.int(1, 4));
		const from = {...q(r, ty), ...(o.positive && quantized(ty) ? {zp: [ty === 'INT8' ? -128 : 0]} : {})};
		const to = o.same ? from : {...q(r, ty), ...o.out};
		if (o.out?.scale && quantized(ty)) to.scale = o.out.scale;
		return model(shape.join('x'), o.op, o.version ?? 1, [T(ty, shape, from), T(ty, shape, to)], o.opts);
	},
	pair(r, o) {
		const ty = o.type ?? 'FLOAT32';
		const rank = r.int(1, 4);
		const a = shapeOf(r, rank, 5);
		const b = r.chance(0.4) ? [...a] : a.slice(o.keepFirst || r.chance(0.5) ? 0 : r.int(0, rank - 1)).map(n => (r.chance(0.4) ? 1 : n));
		const out = o.out ?? ty;
		const constant = o.constant || r.chance(0.3);
		const qa = q(r, ty);
		const qb = o.sameq ? qa : o.second ? q(r, o.second) : q(r, ty);
		const value = o.divisor && !quantized(ty) ? data(r, ty, prod(b)).map(x => (Math.abs(x) < 0.25 ? 1 : x)) : data(r, o.second ?? ty, prod(b));
		const tb = T(o.second ?? ty, b, {...qb, ...(constant || o.divisor ? {data: value} : {})});
		if (o.divisor && quantized(ty)) tb.data = tb.data.map(x => (x === qb.zp[0] ? (x > 0 ? x - 1 : x + 1) : x));
		const qo = quantized(out) ? (o.sameq ? qa : {...q(r, out), ...(o.outScale ? {scale: [Math.fround(qa.scale[0] * o.outScale)]} : {})}) : {};
		return model(`${a.join('x')} ${b.join('x')} ${constant ? 'constant' : ''}`, o.op, o.version ?? 1, [T(ty, a, qa), tb, T(out, a, qo)], o.opts);
	},
	select(r, o) {
		const ty = o.type;
		const shape = shapeOf(r, r.int(1, 4), 5);
		const part = () => (r.chance(0.5) ? shape : shape.map(n => (r.chance(0.4) ? 1 : n)));
		const [c, b] = [part(), part()];
		const quant = q(r, ty);
		return model(`${c.join('x')} ${shape.join('x')} ${b.join('x')}`, 'SELECT_V2', 1, [T('BOOL', c), T(ty, shape, quant), T(ty, b, quant), T(ty, shape, quant)]);
	},
	reduce(r, o) {
		const ty = o.type ?? 'FLOAT32';
		const rank = r.int(1, 4);
		const shape = shapeOf(r, rank, 6);
		const axes = [...Array(rank).keys()].filter(() => r.chance(0.5));
		if (!axes.length) axes.push(r.int(0, rank - 1));
		const keep = r.chance(0.5);
		const out = keep ? shape.map((n, i) => (axes.includes(i) ? 1 : n)) : shape.filter((_, i) => !axes.includes(i));
		const from = q(r, ty);
		const to = o.rescaled ? {...q(r, ty), ...(quantized(ty) ? {scale: [Math.fround(from.scale[0] * r.real(0.5, 4))]} : {})} : from;
		const axis = axes.map(a => (r.chance(0.3) ? a - rank : a));
		return model(`${shape.join('x')} axes ${axis} keep ${keep}`, o.op, o.version ?? 1, [T(ty, shape, from), vector(axis), T(ty, out, to)], {keep_dims: keep});
	},
	/** SHAPE, RANK: constants from shapes, seen through a FILL that makes them computable. */
	shape(r, o) {
		const [shape, values] = [shapeOf(r, r.int(1, 4)), [T('FLOAT32', [])]];
		return {tag: `SHAPE of ${shape.join('x')} to a RESHAPE`, weak: true, m: {tensors: [T('FLOAT32', shape), T('INT32', [shape.length]), T('FLOAT32', shape)], inputs: [0], outputs: [2], ops: [{op: 'SHAPE', version: 1, ins: [0], outs: [1], opts: {out_type: 2}}, {op: 'RESHAPE', version: 1, ins: [0, 1], outs: [2]}], values}};
	},
	/** What Keras makes of a layer whose batch is not known: SHAPE, STRIDED_SLICE, PACK, RESHAPE. */
	chain(r, o) {
		const ty = o.type ?? 'INT8';
		const [rows, columns] = [r.int(1, 8), r.int(1, 8)];
		const quant = q(r, ty);
		const tensors = [T(ty, [1, rows * columns], quant), T('INT32', [2]), vector([0]), vector([1]), vector([1]), T('INT32', []), scalar(rows), scalar(columns), T('INT32', [3]), T(ty, [1, rows, columns], quant)];
		return {tag: `SHAPE STRIDED_SLICE PACK RESHAPE to 1x${rows}x${columns}`, weak: true, m: {tensors, inputs: [0], outputs: [9], ops: [
			{op: 'SHAPE', version: 1, ins: [0], outs: [1], opts: {out_type: 2}},
			{op: 'STRIDED_SLICE', version: 1, ins: [1, 2, 3, 4], outs: [5], opts: {begin_mask: 0, end_mask: 0, ellipsis_mask: 0, new_axis_mask: 0, shrink_axis_mask: 1}},
			{op: 'PACK', version: 1, ins: [5, 6, 7], outs: [8], opts: {values_count: 3, axis: 0}},
			{op: 'RESHAPE', version: 1, ins: [0, 8], outs: [9]}]}};
	},
	expand(r, o) {
		const ty = o.type, rank = r.int(0, 4), shape = shapeOf(r, rank), quant = q(r, ty);
		const axis = r.int(-rank - 1, rank), at = axis < 0 ? axis + rank + 1 : axis;
		return model(`${shape.join('x')} axis ${axis}`, 'EXPAND_DIMS', 1, [T(ty, shape, quant), r.chance(0.5) ? scalar(axis) : vector([axis]), T(ty, shape.toSpliced(at, 0, 1), quant)]);
	},
	squeeze(r, o) {
		const ty = o.type, shape = shapeOf(r, r.int(2, 4), 3), quant = q(r, ty);
		shape[r.int(0, shape.length - 1)] = 1;
		const ones = shape.map((n, i) => (n === 1 ? i : -1)).filter(i => i >= 0);
		const dims = r.chance(0.4) ? [] : ones.filter(() => r.chance(0.7));
		const out = shape.filter((n, i) => (dims.length ? !dims.includes(i) : n !== 1));
		return model(`${shape.join('x')} dims ${dims}`, 'SQUEEZE', 1, [T(ty, shape, quant), T(ty, out, quant)], {squeeze_dims: dims});
	},
	pack(r, o) {
		const ty = o.type, rank = r.int(0, 3), shape = shapeOf(r, rank, 5), n = r.int(1, 4), quant = q(r, ty);
		const axis = r.int(-rank - 1, rank), at = axis < 0 ? axis + rank + 1 : axis;
		return model(`${n} of ${shape.join('x') || 'scalar'} axis ${axis}`, 'PACK', 1, [...Array.from({length: n}, () => T(ty, shape, quant)), T(ty, shape.toSpliced(at, 0, n), quant)], {values_count: n, axis});
	},
	unpack(r, o) {
		const ty = o.type, rank = r.int(1, 4), shape = shapeOf(r, rank, 4), quant = q(r, ty);
		const axis = r.int(-rank, rank - 1), at = axis < 0 ? axis + rank : axis, n = shape[at];
		return model(`${shape.join('x')} axis ${axis}`, 'UNPACK', 1, [T(ty, shape, quant), ...Array.from({length: n}, () => T(ty, shape.toSpliced(at, 1), quant))], {num: n, axis}, n);
	},
	cut(r, o) {
		const ty = o.type, shape = shapeOf(r, r.int(1, 4), 6), quant = q(r, ty);
		const begin = shape.map(n => r.int(0, n - 1)), size = shape.map((n, i) => (r.chance(0.2) ? -1 : r.int(1, n - begin[i])));
		const out = size.map((n, i) => (n === -1 ? shape[i] - begin[i] : n));
		return model(`${shape.join('x')} begin ${begin} size ${size}`, 'SLICE', o.version ?? 1, [T(ty, shape, quant), vector(begin), vector(size), T(ty, out, quant)]);
	},
	/** A begin that is computed, by an ARG_MAX in front of the SLICE. */
	taken(r, o) {
		const ty = o.type, rank = r.int(1, 4), most = r.int(2, 4), size = shapeOf(r, rank, 3), quant = q(r, ty);
		const shape = size.map(n => n + most - 1), counts = T('INT32', [rank], {data: size});
		const tensors = [T('FLOAT32', [rank, most]), scalar(1), T('INT32', [rank]), T(ty, shape, quant), counts, T(ty, size, quant)];
		const ops = [{op: 'ARG_MAX', version: 1, ins: [0, 1], outs: [2], opts: {output_type: 2}}, {op: 'SLICE', version: 1, ins: [3, 2, 4], outs: [5]}];
		if (o.sized) { // computed, and always what the file says
			tensors.splice(4, 1, T('INT32', [rank]), counts, T('INT32', [rank]), T('INT32', [rank]));
			for (const [op, from, to] of [['MAXIMUM', 4, 6], ['MINIMUM', 6, 7]]) ops.splice(-1, 0, {op, version: 4, ins: [from, 5], outs: [to], opts: {}});
			Object.assign(ops.at(-1), {ins: [3, 2, 7], outs: [8]});
		}
		if (o.wide) { // begin and size of int64
			tensors.splice(3, 0, T('INT64', [rank]));
			Object.assign(tensors[5], T('INT64', [rank], {data: size.map(BigInt)}));
			ops.splice(1, 1, {op: 'CAST', version: 1, ins: [2], outs: [3], opts: {}}, {op: 'SLICE', version: 1, ins: [4, 3, 5], outs: [6]});
		}
		return {tag: `${size.join('x')} of ${shape.join('x')}`, weak: true, cases: ['seed:1', 'seed:2', 'seed:3', 'min'], m: {tensors, inputs: o.sized ? [0, 3, 4] : o.wide ? [0, 4] : [0, 3], outputs: [tensors.length - 1], ops}};
	},
	tile(r, o) {
		const ty = o.type, shape = shapeOf(r, r.int(1, 3), 4), times = shape.map(() => r.int(1, 3));
		return model(`${shape.join('x')} times ${times}`, 'TILE', 1, [T(ty, shape, q(r, ty)), vector(times), T(ty, shape.map((n, i) => n * times[i]))]);
	},
	broadcast(r, o) {
		const ty = o.type, out = shapeOf(r, r.int(1, 4), 4), quant = q(r, ty);
		const shape = out.slice(r.int(0, out.length - 1)).map(n => (r.chance(0.5) ? 1 : n));
		return model(`${shape.join('x')} to ${out.join('x')}`, 'BROADCAST_TO', o.version ?? 2, [T(ty, shape, quant), vector(out), T(ty, out, quant)]);
	},
	reverse(r, o) {
		const ty = o.type, rank = r.int(1, 4), shape = shapeOf(r, rank, 5), at = r.int(0, rank - 1), quant = q(r, ty);
		return model(`${shape.join('x')} axis ${at}`, 'REVERSE_V2', o.version ?? 1, [T(ty, shape, quant), vector([at]), T(ty, shape, quant)]);
	},
	regroup(r, o) {
		const ty = o.type, block = r.int(1, 3), [n, h, w, c] = [r.int(1, 2), r.int(1, 4), r.int(1, 4), r.int(1, 5)], quant = q(r, ty);
		const image = [n, h * block, w * block, c], deep = [n, h, w, c * block * block];
		const [from, to] = o.op === 'SPACE_TO_DEPTH' ? [image, deep] : [deep, image];
		return model(`${from.join('x')} block ${block}`, o.op, o.version ?? 1, [T(ty, from, quant), T(ty, to, quant)], {block_size: block});
	},
	blocks(r, o) {
		const ty = o.type, three = r.chance(0.25), spatial = three ? 1 : 2, quant = q(r, ty);
		const sizes = ints(r, spatial, 1, 3), small = ints(r, spatial, 1, 4), n = r.int(1, 2), c = r.int(1, 4);
		const edges = sizes.flatMap(() => [r.int(0, 2), r.int(0, 2)]);
		const image = small.map((s, i) => s * sizes[i] - edges[2 * i] - edges[2 * i + 1]);
		if (image.some(s => s < 1)) return null;
		const blocks = [n * prod(sizes), ...small, c], whole = [n, ...image, c];
		const pads = T('INT32', [spatial, 2], {data: edges});
		const [from, to] = o.op === 'SPACE_TO_BATCH_ND' ? [whole, blocks] : [blocks, whole];
		return model(`${from.join('x')} blocks ${sizes} edges ${edges}`, o.op, o.version ?? 1, [T(ty, from, quant), vector(sizes), pads, T(ty, to, quant)]);
	},
	mirror(r, o) {
		const ty = o.type, rank = r.int(1, 4), shape = shapeOf(r, rank, 5), mode = r.int(0, 1), quant = q(r, ty);
		const pads = shape.flatMap(n => [r.int(0, Math.min(2, n - 1 + mode)), r.int(0, Math.min(2, n - 1 + mode))]);
		return model(`${shape.join('x')} pads ${pads} ${mode ? 'SYMMETRIC' : 'REFLECT'}`, 'MIRROR_PAD', 1, [T(ty, shape, quant), T('INT32', [rank, 2], {data: pads}), T(ty, shape.map((n, i) => n + pads[2 * i] + pads[2 * i + 1]), quant)], {mode});
	},
	fill(r, o) {
		const ty = o.type, shape = shapeOf(r, r.int(1, 3)), quant = q(r, ty);
		return model(shape.join('x'), 'FILL', o.version ?? 1, [vector(shape), T(ty, [], quant), T(ty, shape, quant)]);
	},
	zeros(r, o) {
		const shape = shapeOf(r, r.int(1, 3));
		return model(shape.join('x'), 'ZEROS_LIKE', 1, [T(o.type, shape), T(o.type, shape)]);
	},
	gather(r, o) {
		const ty = o.type, rank = r.int(1, 4), shape = shapeOf(r, rank, 5), axis = r.int(0, rank - 1), quant = q(r, ty);
		const batch = r.chance(0.3) ? r.int(0, axis) : 0;
		const tail = shapeOf(r, r.int(batch ? 1 : 0, 2), 4), indexShape = [...shape.slice(0, batch), ...tail];
		const out = [...shape.slice(0, axis), ...tail, ...shape.slice(axis + 1)];
		const indices = T('INT32', indexShape, {data: ints(r, prod(indexShape), 0, shape[axis] - 1)});
		return model(`${shape.join('x')} axis ${axis} batch ${batch} indices ${indexShape.join('x') || 'scalar'}`, 'GATHER', batch ? 5 : o.version ?? 1, [T(ty, shape, quant), indices, T(ty, out, quant)], {axis, batch_dims: batch});
	},
	/** Indices that are computed: an ARG_MAX before the GATHER. */
	gathermax(r, o) {
		const [rows, n, width] = [r.int(1, 4), r.int(2, 6), r.int(1, 5)];
		const tensors = [T('FLOAT32', [rows, n]), scalar(1), T('INT32', [rows]), T('FLOAT32', [n, width], {data: f32(r, n * width)}), T('FLOAT32', [rows, width])];
		return {tag: `ARG_MAX ${rows}x${n} GATHER ${n}x${width}`, weak: true, m: {tensors, inputs: [0], outputs: [4], ops: [{op: 'ARG_MAX', version: 1, ins: [0, 1], outs: [2], opts: {output_type: 2}}, {op: 'GATHER', version: 1, ins: [3, 2], outs: [4], opts: {axis: 0, batch_dims: 0}}]}};
	},
	gathernd(r, o) {
		const ty = o.type, rank = r.int(1, 4), shape = shapeOf(r, rank, 5), depth = r.int(1, rank), lead = shapeOf(r, r.int(1, 2), 4), quant = q(r, ty);
		const indices = Array.from({length: prod(lead)}, () => shape.slice(0, depth).map(n => r.int(0, n - 1))).flat();
		return model(`${shape.join('x')} indices ${[...lead, depth].join('x')}`, 'GATHER_ND', o.version ?? 1, [T(ty, shape, quant), T('INT32', [...lead, depth], {data: indices}), T(ty, [...lead, ...shape.slice(depth)], quant)]);
	},
	embedding(r, o) {
		const ty = o.type, [n, width, count] = [r.int(1, 9), r.int(1, 9), r.int(1, 5)], quant = q(r, ty);
		return model(`${n}x${width}`, 'EMBEDDING_LOOKUP', 1, [T('INT32', [count], {data: ints(r, count, 0, n - 1)}), T(ty, [n, width], quant), T(ty, [count, width], quant)]);
	},
	update(r, o) {
		const ty = o.type, rank = r.int(1, 4), shape = shapeOf(r, rank, 6), part = shape.map(n => r.int(1, n)), quant = q(r, ty);
		return model(`${shape.join('x')} part ${part.join('x')}`, 'DYNAMIC_UPDATE_SLICE', 1, [T(ty, shape, quant), T(ty, part, quant), T('INT32', [rank]), T(ty, shape, quant)]);
	},
	bilinear(r, o) {
		const ty = o.type, [n, h, w, c] = [r.int(1, 2), r.int(1, 6), r.int(1, 6), r.int(1, 5)], [oh, ow] = [r.int(1, 9), r.int(1, 9)], quant = q(r, ty);
		const align = r.chance(0.4), half = !align && r.chance(0.5);
		return model(`${h}x${w} to ${oh}x${ow} ${align ? 'align' : half ? 'half' : ''}`, 'RESIZE_BILINEAR', half || align ? 3 : o.version ?? 1, [T(ty, [n, h, w, c], quant), vector([oh, ow]), T(ty, [n, oh, ow, c], quant)], {align_corners: align, half_pixel_centers: half});
	},
	matmul(r, o) {
		const ty = o.type, rank = r.int(2, 4), [m, k, n] = [r.int(1, 6), r.int(1, 9), r.int(1, 6)], batches = shapeOf(r, rank - 2, 3), qa = q(r, ty), qb = q(r, ty);
		const [ax, ay] = [r.chance(0.4), r.chance(0.4)];
		const other = ax ? batches : batches.map(s => (r.chance(0.3) ? 1 : s)).slice(r.chance(0.2) ? 1 : 0); // TFLite 2.14.1 leaves out batches of a transposed a
		const a = [...batches, ...(ax ? [k, m] : [m, k])], b = [...other, ...(ay ? [n, k] : [k, n])];
		const out = quantized(ty) ? {scale: [Math.fround(qa.scale[0] * qb.scale[0] * k * (ty === 'INT16' ? 6000 : 24))], zp: [zp(r, ty)]} : {};
		return model(`${a.join('x')} ${b.join('x')} ${ax} ${ay}`, 'BATCH_MATMUL', o.version ?? 1, [T(ty, a, qa), T(ty, b, qb), T(ty, [...batches, m, n], out)], {adj_x: ax, adj_y: ay});
	},
	cumsum(r, o) {
		const ty = o.type, rank = r.int(1, 4), shape = shapeOf(r, rank), axis = r.int(-rank, rank - 1), [e, v] = [r.chance(0.5), r.chance(0.5)];
		const [from, to] = summed(r, ty, shape.at(axis));
		return model(`${shape.join('x')} axis ${axis} ${e} ${v}`, 'CUMSUM', 1, [T(ty, shape, from), scalar(axis), T(ty, shape, to)], {exclusive: e, reverse: v});
	},
	norm(r, o) {
		const ty = o.type, shape = [r.int(1, 4), r.int(1, 40)], out = quantized(ty) ? {scale: [o.op === 'LOG_SOFTMAX' ? 1 / 16 : 1 / 128], zp: [o.op === 'LOG_SOFTMAX' ? 127 : 0]} : {};
		const from = quantized(ty) ? {scale: [r.pow2(-6, 0)], zp: [zp(r, ty)]} : {};
		return model(shape.join('x'), o.op, o.version ?? 1, [T(ty, shape, from), T(ty, shape, out)], o.opts);
	},
	/** int16 with int8 weights: TFLM alone has it. The cell's scale need be no power of two there. */
	lstm(r, o) {
		const batch = r.int(1, 3), time = r.int(1, 5), depth = r.int(1, 9), cells = r.int(1, 9), major = r.chance(0.5), from = q(r, 'INT16'), cell = 2 ** -r.int(9, 14);
		const ends = major ? [time, batch] : [batch, time], hidden = {scale: [o.odd ? r.real(2e-5, 4e-5) : 2 ** -15], zp: [0]}, cellQ = {scale: [o.odd ? cell * r.real(0.8, 1.2) : cell], zp: [0]};
		const gates = (dtype, shape, lowest, highest, most, x) => Array.from({length: 4}, () => T(dtype, shape, {data: ints(r, prod(shape), -most, most), ...(x && {scale: [r.pow2(lowest, highest)], zp: [0]})}));
		const near = -Math.log2(from.scale[0] * 32768);
		const tensors = [T('INT16', [...ends, depth], from), ...gates('INT8', [cells, depth], near - 8, near - 5, 127, true), ...gates('INT8', [cells, cells], -8, -5, 127, true), ...gates('INT64', [cells], 0, 0, 1e6)];
		tensors.push(T('INT16', [batch, cells], {...hidden, variable: true}), T('INT16', [batch, cells], {...cellQ, variable: true}), T('INT16', [...ends, cells], hidden));
		const ins = [...Array.from({length: 9}, (_, i) => i), -1, -1, -1, 9, 10, 11, 12, -1, -1, 13, 14, -1, -1, -1, -1];
		const opts = {act: 4, cell_clip: o.clip ? r.real(0.2, 1) : 0, proj_clip: 0, time_major: major};
		return {tag: `${batch}x${time}x${depth} to ${cells}`, cases: ['seed:1*3', 'seed:2', 'walk:1*2', 'min', 'max'], m: {tensors, inputs: [0], outputs: [15], ops: [{op: 'UNIDIRECTIONAL_SEQUENCE_LSTM', version: 4, ins, outs: [15], opts}]}};
	},
	addn(r, o) {
		const shape = shapeOf(r, r.int(1, 3)), n = r.int(2, 5);
		const [from, to] = summed(r, o.type, n);
		return model(`${n} of ${shape.join('x')}`, 'ADD_N', 1, [...Array.from({length: n}, () => T(o.type, shape, from)), T(o.type, shape, to)]);
	},
	argmin(r, o) {
		const ty = o.type, rank = r.int(1, 4), shape = shapeOf(r, rank), axis = r.int(0, rank - 1);
		return model(`${shape.join('x')} axis ${axis}`, 'ARG_MIN', o.version ?? 1, [T(ty, shape, q(r, ty)), scalar(axis), T('INT32', shape.toSpliced(axis, 1))], {output_type: 2});
	},
	cast(r, o) {
		const shape = shapeOf(r, r.int(1, 3));
		return model(`${o.from} to ${o.to} ${shape.join('x')}`, 'CAST', 1, [T(o.from, shape), T(o.to, shape)], {in_data_type: 0, out_data_type: 0});
	},
	/** Identities, which cost nothing: a TRANSPOSE and a PAD that move nothing, then an operator that shows it. */
	identity(r, o) {
		const shape = [1, r.int(1, 6), 1, r.int(1, 6)], quant = q(r, 'INT8'), moved = [shape[1], 1, 1, shape[3]];
		const tensors = [T('INT8', shape, quant), vector([1, 0, 2, 3]), T('INT8', moved, quant), T('INT32', [4, 2], {data: Array(8).fill(0)}), T('INT8', moved, quant), T('INT8', moved, quant)];
		return {tag: shape.join('x'), weak: true, m: {tensors, inputs: [0], outputs: [5], ops: [{op: 'TRANSPOSE', version: 2, ins: [0, 1], outs: [2]}, {op: 'PAD', version: 2, ins: [2, 3], outs: [4]}, {op: 'RELU', version: 2, ins: [4], outs: [5]}]}};
	},
	/** Weights stored as float16: a DEQUANTIZE of a constant before a FULLY_CONNECTED. */
	half(r, o) {
		const [n, m] = [r.int(1, 9), r.int(1, 9)], halves = Array.from({length: n * m}, () => r.int(0x3000, 0x3bff) | (r.int(0, 1) << 15));
		const tensors = [T('FLOAT32', [1, n]), T('FLOAT16', [m, n], {data: halves}), T('FLOAT32', [m, n]), T('FLOAT32', [1, m])];
		return {tag: `${n} to ${m}`, weak: true, m: {tensors, inputs: [0], outputs: [3], ops: [{op: 'DEQUANTIZE', version: 3, ins: [1], outs: [2]}, {op: 'FULLY_CONNECTED', version: 6, ins: [0, 2, -1], outs: [3], opts: {act: 0}}]}};
	},
};
