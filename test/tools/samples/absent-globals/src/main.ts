// What browsers and Node have and the chip has not.
const copy = structuredClone({a: 1});
await fetch('x');
localStorage.clear();
process.exit(Buffer.from('a').length);
console.log(copy, new URL('x:y'), performance.now(), require('x'));
