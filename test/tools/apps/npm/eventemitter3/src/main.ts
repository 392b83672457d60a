// Events by eventemitter3, an ES module around CommonJS. The test compares what it says here and in Node.
import {EventEmitter} from 'eventemitter3';

const emitter = new EventEmitter<{alarm: [label: string, score: number]}>();
emitter.once('alarm', (label, score) => console.log(label, score));
console.log(emitter.listenerCount('alarm'), emitter.emit('alarm', 'friction', 0.9));
console.log(emitter.listenerCount('alarm'), emitter.emit('alarm', 'clogged', 0.8));
