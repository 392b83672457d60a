// The models of test/golden/signal: Signal operators, and loops that TFLite 2.14.1 gets wrong or crashes on. The oracle is TFLM.
export const seed = 2029;
const lengths = [4, 8, 16, 64, 128, 256];
const mixed = [6, 10, 12, 20, 30, 48, 90, 96, 100, 240, 250, 320, 480];
const transforms = (family, all = lengths) => ['INT16', 'INT32', 'FLOAT32'].flatMap(type => all.map(points => [family, 1, {type, points, label: String(points)}]));
export const plan = [
	['delay', 5],
	['framer', 4],
	['framer', 4, {prefill: true, label: 'prefill'}],
	['overlap', 3, {type: 'INT16'}],
	['overlap', 3, {type: 'FLOAT32'}],
	['stacker', 5],
	...transforms('rfft'),
	['rfft', 1, {type: 'INT16', points: 512, label: '512'}],
	...transforms('irfft'),
	['while', 3, {swap: true, label: 'swap'}],
	...transforms('rfft', mixed),
	...transforms('irfft', mixed),
];
