// An exception at the top level ends the app: what stands after it does not run.

import {sleep} from 'catnap';

console.log('before');
await sleep('1ms');
const nothing = undefined as unknown as {value: number};
console.log(nothing.value);
console.log('after');
