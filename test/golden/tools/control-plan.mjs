// The models of test/golden/control: control flow, variables, detection.
export const seed = 2028;
export const plan = [
	['if', 3],
	['if', 2, {type: 'INT8'}],
	['if', 2, {pass: true, label: 'pass'}],
	['if', 2, {again: true, label: 'again'}],
	['if', 1, {again: true, pass: true, type: 'INT8', label: 'again'}],
	['nest', 4],
	['while', 4],
	['while', 2, {type: 'INT8'}],
	['while', 1, {rounds: [0, 0], label: 'never'}],
	['loops', 4],
	['variable', 2],
	['variable', 1, {zero: true, label: 'zero'}],
	['gated', 2],
	['detection', 6, {scale: 2}],
	['detection', 6, {regular: true, scale: 2, label: 'regular'}],
	['detection', 1, {most: 90, label: 'many', scale: 2}],
];
