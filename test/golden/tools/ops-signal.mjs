// Families of TFLM's Signal operators and of what only TFLM computes rightly; TFLM itself is the oracle.
const T = (dtype, shape, x = {}) => ({dtype, shape, ...x});
const prod = a => a.reduce((x, y) => x * y, 1);
const custom = (name, tensors, ins, outs, flex, tag, cases) => ({tag, weak: true, m: {tensors, inputs: ins, outputs: outs, ops: [{op: 'CUSTOM', custom: name, version: 1, ins, outs, flex}]}, cases});
const rowsOf = r => (r.chance(0.5) ? [] : [r.int(1, 3)]);
const stream = ['seed:1*6', 'seed:2*6', 'max*3', 'min*3'];
const number = {FLOAT32: 0, INT32: 2, INT16: 7};

export const signalFamilies = {
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
