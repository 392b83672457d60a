// The smallest app that sleeps: says something each second.
import {power} from 'catnap/power';

let count = 0;
power.every('1s', () => console.log(`blink ${++count}`));
