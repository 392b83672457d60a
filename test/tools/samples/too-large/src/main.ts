import {table} from './table.ts';

console.log(table.length);
