// `catnap`: the board, time, and the types that the services share.

export {board} from 'catnap:board';
export {type Duration, durationUs} from './duration.ts';
export {NativeError} from './gen/errors.ts';
export {nowUs, sleep} from './time.ts';
