// More models of test/golden/variants: compressed constants and buffers that make a model wait. The oracle is TFLM.
const kinds = ['FLOAT32', 'INT8', 'INT16', 'INT32', 'BOOL'];
export const seed = 2030;
export const plan = [
	['upconv', 2, {wide: 'INT16', label: 'int16_bias16'}],
	['circular', 4],
	['circular', 2, {two: true, label: 'two'}],
	['circular', 2, {bare: true, label: 'bare'}],
	['fifth', 1],
	...kinds.flatMap(type => [['lut', 2, {type}], ['pruned', 1, {type}]]),
	...['lutfilter', 'prunedfilter'].flatMap(family => [[family, 1], [family, 1, {depthwise: true, label: 'depthwise'}]]),
	['huffman', 3, {type: 'INT8'}],
	['huffman', 2, {type: 'INT8', wide: true, label: 'wide'}],
	['huffman', 2, {type: 'INT16'}],
];
