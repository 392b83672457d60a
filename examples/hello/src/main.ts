// Says something each second; between two lines the chip sleeps.

import {power} from 'catnap/power';

let count = 0;
power.every('1s', () => console.log(`hello ${++count}`));
