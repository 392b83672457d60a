import {board} from 'catnap';
import {double} from './double.ts';

const text: string = double(2);
console.log(text, board.pins.doorbell);
