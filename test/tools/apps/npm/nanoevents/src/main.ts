// Events by nanoevents, an ES module. The test compares what it says here and in Node.
import {createNanoEvents} from 'nanoevents';

const emitter = createNanoEvents<{sample: (value: number) => void}>();
const stop = emitter.on('sample', value => console.log(value));
emitter.emit('sample', 1);
stop();
emitter.emit('sample', 2);
console.log(Object.keys(emitter.events).join());
