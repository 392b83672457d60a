// `catnap/testing`: run apps in virtual time against a world of pins, buses, sensors, energy and faults.

export type {EnergyReport, LedgerEntry} from './energy.ts';
export type {Fault} from './faults.ts';
export type {TimelineEntry, Wake, WakeCause} from './log.ts';
export type {Inference, RunResult} from './result.ts';
export {type RunOptions, runImage} from './run.ts';
export {type SimulateOptions, type SimulationResult, simulate} from './simulate.ts';
export {parseTrace, readTrace, Trace, type TraceOptions} from './trace.ts';
export type {World} from './world.ts';
