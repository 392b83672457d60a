// node:fs/promises with the paths of Windows.
import fs from 'node:fs/promises';
import {native, windows} from './disk.mjs';

export const mkdir = (path, options) => fs.mkdir(native(path), options);
export const open = (path, ...rest) => fs.open(native(path), ...rest);
export const readFile = (path, options) => fs.readFile(native(path), options);
export const readdir = (path, options) => fs.readdir(native(path), options);
export const realpath = async path => windows(await fs.realpath(native(path)));
export const rename = (from, to) => fs.rename(native(from), native(to));
export const rm = (path, options) => fs.rm(native(path), options);
export const stat = (path, options) => fs.stat(native(path), options);
export const writeFile = (path, content, options) => fs.writeFile(native(path), content, options);
export const copyFile = (from, to) => fs.copyFile(native(from), native(to));
