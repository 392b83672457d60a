// Families of TFLM's Signal operators and of what only TFLM computes rightly; TFLM itself is the oracle.
const T = (dtype, shape, x = {}) => ({dtype, shape, ...x});
const prod = a => a.reduce((x, y) => x * y, 1);
const custom = (name, tensors, ins, outs, flex, tag, cases) => ({tag, weak: true, m: {tensors, inputs: ins, outputs: outs, ops: [{op: 'CUSTOM', custom: name, version: 1, ins, outs, flex}]}, cases});
const rowsOf = r => (r.chance(0.5) ? [] : [r.int(1, 3)]);
const stream = ['seed:1*6', 'seed:2*6', 'max*3', 'min*3'];
const number = {FLOAT32: 0, INT32: 2, INT16: 7};

/** Numbers of so many bits, one after the other, the highest bit first. */
function packed(list) {
	const bits = list.flatMap(([value, width]) => Array.from({length: width}, (_, i) => (value >> (width - 1 - i)) & 1));
	return Array.from({length: Math.ceil(bits.length / 32) * 4}, (_, byte) => Array.from({length: 8}, (_, i) => bits[byte * 8 + i] ?? 0).reduce((sum, bit) => sum * 2 + bit, 0));
}
/** Elements as bytes. */
const raw = (type, values) => [...Buffer.from({FLOAT32: Float32Array, INT8: Int8Array, INT16: Int16Array, INT32: Int32Array, BOOL: Uint8Array}[type].from(values).buffer)];
const metadata = (type, ...rest) => [type, 1, 0, 0, ...rest, ...Array(12 - rest.length).fill(0)];
const valueOf = (r, type) => (type === 'FLOAT32' ? Math.fround(r.real(-2, 2)) : type === 'BOOL' ? r.int(0, 1) : type === 'INT32' ? r.int(-9e8, 9e8) : type === 'INT16' ? r.int(-32768, 32767) : r.int(-128, 127));
/** A model that decodes a constant and adds it to its input (of bools: AND). */
function decoded(r, type, shape, codes, table, tag) {
	const q = type === 'INT8' || type === 'INT16' ? {scale: [0.5], zp: [0]} : {}, op = type === 'BOOL' ? 'LOGICAL_AND' : 'ADD';
	const tensors = [T('UINT8', [codes.length], {data: codes}), T('UINT8', [table.length], {data: table}), T(type, shape, q), T(type, shape, q), T(type, shape, {...q, ...(q.scale && {scale: [1]})})];
	const ops = [{op: 'CUSTOM', custom: 'TFLM_DECODE', version: 1, ins: [0, 1], outs: [2]}, {op, version: type === 'INT16' ? 2 : 1, ins: [3, 2], outs: [4], opts: type === 'BOOL' ? {} : {act: 0, ...(type === 'INT16' && {pot_scale_int16: false})}}];
	return {tag, weak: true, m: {tensors, inputs: [3], outputs: [4], ops}, cases: ['seed:1', 'seed:2']};
}
/** A convolution whose filter is decoded, with a scale and a zero point of 0 for each channel; depthwise: the last dimension's. */
function decodedFilter(r, depthwise, make) {
	const channels = r.int(2, 5), depth = depthwise ? channels : r.int(1, 4), shape = depthwise ? [1, 3, 2, channels] : [channels, 3, 2, depth], scales = Array.from({length: channels}, () => Math.fround(r.real(0.01, 0.03)));
	const zeros = scales.map(() => 0), {codes, table} = make(shape, channels);
	const tensors = [T('UINT8', [codes.length], {data: codes}), T('UINT8', [table.length], {data: table}), T('INT8', shape, {scale: scales, zp: zeros, qdim: depthwise ? 3 : 0}), T('INT8', [1, 5, 4, depth], {scale: [0.1], zp: [3]}), T('INT32', [channels], {data: Array.from({length: channels}, () => r.int(-500, 500)), scale: scales.map(s => Math.fround(s * 0.1)), zp: zeros}), T('INT8', [1, 3, 3, channels], {scale: [0.4], zp: [-5]})];
	const opts = {padding: 1, stride_w: 1, stride_h: 1, dilation_w: 1, dilation_h: 1, act: 0, ...(depthwise && {depth_multiplier: 1})};
	const ops = [{op: 'CUSTOM', custom: 'TFLM_DECODE', version: 1, ins: [0, 1], outs: [2]}, {op: depthwise ? 'DEPTHWISE_CONV_2D' : 'CONV_2D', version: 3, ins: [3, 2, 4], outs: [5], opts}];
	return {tag: `${depthwise ? 'depthwise' : 'filter'} ${shape.join('x')}`, weak: true, m: {tensors, inputs: [3], outputs: [5], ops}, cases: ['seed:1', 'seed:2']};
}
function lookedUp(r, type, count, channelOf, channels) {
	const width = r.int(1, 7), stride = r.int(1, Math.min(2 ** width, 20)), numbers = Array.from({length: count}, () => r.int(0, stride - 1));
	const values = Array.from({length: channels * stride}, () => valueOf(r, type));
	return {codes: packed(numbers.map(n => [n, width])), table: [...metadata(0, 1, width, stride), ...raw(type, values)], width, channelOf};
}
/** A tree of values, pairs of pairs; of each value its bits. */
function treeOf(r, values) {
	let nodes = values.map(value => ({value}));
	while (nodes.length > 1) {
		const [a] = nodes.splice(r.int(0, nodes.length - 1), 1), [b] = nodes.splice(r.int(0, nodes.length - 1), 1);
		nodes = [...nodes, {pair: [a, b]}];
	}
	const codes = [];
	const walk = (node, bits) => (node.pair ? node.pair.forEach((each, bit) => walk(each, [...bits, bit])) : codes.push({value: node.value, bits}));
	walk(nodes[0], []);
	return {root: nodes[0], codes};
}
/** The tables of a decoder that reads `width` bits at first, and as many for each table behind. */
function tablesOf(root, width, {valueBits, size}) {
	const list = [], found = 2 ** (valueBits + 4), field = 2 ** valueBits, wrap = v => ((v % field) + field) % field;
	const fill = (node, bits) => {
		const start = list.length;
		list.push(...Array(2 ** bits).fill(0));
		for (let i = 0; i < 2 ** bits; i++) {
			let at = node, used = 0;
			while (at.pair && used < bits) at = at.pair[(i >> (bits - 1 - used++)) & 1];
			if (!at.pair) list[start + i] = found + used * field + (at.value & (size === 2 ? 0xff : 0xffff));
			else list[start + i] = (width - 1) * field + wrap(fill(at, width) - (start + i));
		}
		return start;
	};
	fill(root, width);
	return list.flatMap(entry => (size === 2 ? [entry & 255, entry >> 8] : [0, 8, 16, 24].map(shift => Math.floor(entry / 2 ** shift) % 256)));
}

export const signalFamilies = {
	/** Streaming: what follows runs when `cycles` invokes have filled the buffer; two of them, one behind the other. */
	circular(r, o) {
		const rows = r.int(1, 3), depth = r.int(1, 6), slots = r.int(1, 5), cycles = o.cycles ?? r.int(1, 3), q = {scale: [0.25], zp: [r.int(-100, 100)]};
		const buffer = (from, to) => ({op: 'CUSTOM', custom: 'CIRCULAR_BUFFER', version: 1, ins: [from], outs: [to], ...(o.bare ? {} : {flex: {cycles_max: cycles}})});
		const relu = (from, to) => ({op: 'RELU', version: 2, ins: [from], outs: [to]});
		const frame = T('INT8', [1, 1, rows, depth], q), held = n => T('INT8', [1, n, rows, depth], {...q, variable: true}), more = r.int(2, 4);
		const one = {tensors: [frame, held(slots), T('INT8', [1, slots, rows, depth], q)], outputs: [2], ops: [buffer(0, 1), relu(1, 2)]};
		const mean = {op: 'MEAN', version: 2, ins: [1, 2], outs: [3], opts: {keep_dims: true}};
		const two = {tensors: [frame, held(slots), T('INT32', [1], {data: [1]}), frame, held(more), T('INT8', [1, more, rows, depth], q)], outputs: [5], ops: [buffer(0, 1), mean, buffer(3, 4), relu(4, 5)]};
		return {tag: `${slots} slots of ${rows}x${depth} every ${cycles}${o.two ? ` then ${more}` : ''}`, weak: true, m: {...(o.two ? two : one), inputs: [0]}, cases: ['seed:1*9', 'seed:2*9', 'max*3']};
	},
	/** Five buffers whose options do not say how often they run: TFLM knows the fifth of such a model by its shape. */
	fifth(r) {
		const q = {scale: [0.25], zp: [r.int(-100, 100)]}, at = n => T('INT8', [1, n, 2, 96], q), axis = T('INT32', [1], {data: [1]});
		const tensors = [axis, at(1)], ops = [];
		for (const n of [2, 3, 2, 3, 4]) {
			const from = tensors.push({...at(n), variable: true}, at(1)) - 2;
			ops.push({op: 'CUSTOM', custom: 'CIRCULAR_BUFFER', version: 1, ins: [from - 1], outs: [from]}, {op: 'MEAN', version: 2, ins: [from, 0], outs: [from + 1], opts: {keep_dims: true}});
		}
		return {tag: 'five', weak: true, m: {tensors, inputs: [1], outputs: [tensors.length - 1], ops}, cases: ['seed:1*36']};
	},
	lut(r, o) {
		const shape = [r.int(1, 4), r.int(1, 40)], {codes, table, width} = lookedUp(r, o.type, shape[0] * shape[1], 0, 1);
		return decoded(r, o.type, shape, codes, table, `${shape.join('x')} of ${width} bits`);
	},
	lutfilter(r, o) {
		return decodedFilter(r, o.depthwise, (shape, channels) => lookedUp(r, 'INT8', prod(shape), 0, channels));
	},
	pruned(r, o) {
		const shape = [r.int(1, 4), r.int(1, 40)], mask = Array.from({length: shape[0] * shape[1]}, () => r.int(0, 1));
		return decoded(r, o.type, shape, packed(mask.map(bit => [bit, 1])), [...metadata(2, 1), ...raw(o.type, mask.filter(Boolean).map(() => valueOf(r, o.type)))], shape.join('x'));
	},
	prunedfilter(r, o) {
		return decodedFilter(r, o.depthwise, shape => {
			const mask = Array.from({length: prod(shape)}, () => r.int(0, 1));
			return {codes: packed(mask.map(bit => [bit, 1])), table: [...metadata(2, 1), ...raw('INT8', mask.filter(Boolean).map(() => r.int(-128, 127)))]};
		});
	},
	huffman(r, o) {
		const shape = [r.int(1, 4), r.int(1, 60)], {root, codes} = treeOf(r, Array.from({length: r.int(2, 24)}, () => valueOf(r, o.type))), width = r.int(1, 4), wide = o.wide ?? o.type === 'INT16';
		const symbols = Array.from({length: shape[0] * shape[1]}, () => r.pick(codes));
		const table = [...metadata(1, 1, ((width - 1) << 4) | (wide ? 1 : 0)), ...tablesOf(root, width, wide ? {valueBits: 27, size: 4} : {valueBits: 11, size: 2})];
		return decoded(r, o.type, shape, packed(symbols.flatMap(({bits}) => bits.map(bit => [bit, 1]))), table, `${shape.join('x')}, ${codes.length} symbols, tables of ${width} bits`);
	},
	delay(r) {
		const shape = [...rowsOf(r), r.int(1, 12)], delay = r.int(0, 20);
		return custom('SignalDelay', [T('INT16', shape), T('INT16', shape)], [0], [1], {delay_length: delay}, `${shape.join('x')} by ${delay}`, stream);
	},
	framer(r, o) {
		const step = r.int(1, 9), size = step + r.int(0, 14), frames = r.int(1, 3), rows = rowsOf(r), prefill = o.prefill ?? false;
		return custom('SignalFramer', [T('INT16', [...rows, frames * step]), T('INT16', [...rows, frames, size]), T('BOOL', [])], [0], [1, 2], {frame_size: size, frame_step: step, prefill}, `${rows} ${size} every ${step} frames ${frames}`, stream);
	},
	overlap(r, o) {
		const size = r.int(1, 20), step = r.int(1, size), frames = r.int(1, 3), rows = rowsOf(r), ty = o.type;
		return custom('SignalOverlapAdd', [T(ty, [...rows, frames, size]), T(ty, [...rows, frames * step])], [0], [1], {T: number[ty], frame_step: step}, `${rows} ${frames} of ${size} every ${step}`, stream);
	},
	stacker(r) {
		const channels = r.int(1, 8), left = r.int(0, 3), right = r.int(0, 3), step = r.int(1, left + right + 1);
		return custom('SignalStacker', [T('INT16', [channels]), T('INT16', [channels * (left + right + 1)]), T('BOOL', [])], [0], [1, 2], {num_channels: channels, stacker_left_context: left, stacker_right_context: right, stacker_step: step}, `${channels} ${left} ${right} every ${step}`, ['seed:1*9', 'seed:2*9']);
	},
	rfft(r, o) {
		const ty = o.type, points = o.points, rows = rowsOf(r), count = r.chance(0.5) ? points : r.int(1, points);
		return custom('SignalRfft', [T(ty, [...rows, count]), T(ty, [...rows, points + 2])], [0], [1], {T: number[ty], fft_length: points}, `${rows} ${count} of ${points}`, ['seed:1', 'seed:2', 'min', 'max']);
	},
	irfft(r, o) {
		const ty = o.type, points = o.points, rows = rowsOf(r);
		return custom('SignalIrfft', [T(ty, [...rows, points + 2]), T(ty, [...rows, points])], [0], [1], {T: number[ty], fft_length: points}, `${rows} of ${points}`, ['seed:1', 'seed:2', 'min', 'max']);
	},
};
