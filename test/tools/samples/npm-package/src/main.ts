import chunk from 'left-pad-for-chips';

console.log(chunk);
