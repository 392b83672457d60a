// `catnap/testing`: run apps in virtual time against a world of pins, buses, sensors, energy and faults.

export type {Mark} from '../../boards/facts/board.ts';
export type {BatteryOptions, BatteryReport} from './battery.ts';
export type {EnergyReport, LedgerChange, LedgerEntry} from './energy.ts';
export type {Fault, FaultReport} from './faults.ts';
export type {MarkEntry, TimelineEntry, Wake, WakeCause} from './log.ts';
export type {Inference, RunResult} from './result.ts';
export {type RunOptions, runImage} from './run.ts';
export {type SimulateOptions, type SimulationResult, simulate} from './simulate.ts';
export {readSound, Sound} from './sound.ts';
export {parseTrace, readTrace, Trace, type TraceOptions, type TraceUnit} from './trace.ts';
export {World, type WorldOptions} from './world.ts';
