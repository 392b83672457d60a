// The models of test/golden/variants: forms of operators that real models have, and few generators think of.
const types = (family, count, list, options = {}) => list.map(type => [family, count, {type, ...options}]);
export const seed = 2027;
export const plan = [
	...types('groups', 3, ['FLOAT32', 'INT8', 'INT16']),
	['upconv', 4, {label: 'int16'}],
	['upconv', 2, {bare: true, label: 'int16_bare'}],
	...types('choose', 2, ['FLOAT32', 'INT8', 'INT32']),
	['joined', 4],
	...types('held', 2, ['FLOAT32', 'INT8']),
	['detection', 2, {flat: true, scale: 2, label: 'flat'}],
	['far', 1, {scale: 9.5, label: 'below'}],
	['scalar', 1, {type: 'FLOAT32'}],
];
