// node:fs with the paths of Windows.
import fs from 'node:fs';
import {native, windows} from './disk.mjs';

/** The first two arguments of these are paths; of all others the first. */
const pairs = ['cpSync', 'copyFileSync', 'renameSync', 'linkSync', 'symlinkSync'];

const wrapped =
	name =>
	(...args) =>
		fs[name](
			...args.map((value, index) =>
				index === 0 || (index === 1 && pairs.includes(name)) ? native(value) : value,
			),
		);

export const accessSync = wrapped('accessSync');
export const closeSync = fs.closeSync;
export const constants = fs.constants;
export const copyFileSync = wrapped('copyFileSync');
export const cpSync = wrapped('cpSync');
export const existsSync = wrapped('existsSync');
export const mkdirSync = wrapped('mkdirSync');
export const mkdtempSync = wrapped('mkdtempSync');
export const openSync = wrapped('openSync');
export const readdirSync = (path, options) =>
	fs.readdirSync(native(path), options).map(entry => {
		if (typeof entry === 'string') return entry.replaceAll('/', '\\');
		entry.parentPath = windows(entry.parentPath);
		return entry;
	});
export const readFileSync = wrapped('readFileSync');
export const readSync = fs.readSync;
export const renameSync = wrapped('renameSync');
export const rmSync = wrapped('rmSync');
export const statSync = wrapped('statSync');
export const fstatSync = fs.fstatSync;
export const lstatSync = wrapped('lstatSync');
export const symlinkSync = wrapped('symlinkSync');
export const unlinkSync = wrapped('unlinkSync');
export const utimes = fs.utimes;
export const watch = wrapped('watch');
export const writeFileSync = wrapped('writeFileSync');
export const writeSync = fs.writeSync;
export const realpathSync = path => windows(fs.realpathSync(native(path)));
export default {...fs, existsSync, readFileSync, readdirSync, realpathSync, writeFileSync};
