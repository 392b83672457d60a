// `catnap/testing`: the world around a virtual board, for tests that run on the PC.

export type {Mark} from '../../boards/board.ts';
export type {EnergyReport, LedgerEntry} from './energy.ts';
export type {Fault, FaultReport} from './faults.ts';
export type {MarkEntry, TimelineEntry, Wake, WakeCause} from './log.ts';
export type {Inference, RunResult} from './result.ts';
export {type RunOptions, runImage} from './run.ts';
export {parseTrace, readTrace, Trace, type TraceOptions, type TraceUnit} from './trace.ts';
export {World, type WorldOptions} from './world.ts';
