import {readFileSync} from 'node:fs';
import {nothing} from './nothing.ts';

console.log(readFileSync, nothing);
