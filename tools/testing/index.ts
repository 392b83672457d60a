// `catnap/testing`: run apps in virtual time against a world of pins, buses, sensors, energy and faults.

export type {Mark} from '../../boards/facts/schema.ts';
export {
	hex,
	RegisterChip,
	type RegisterFact,
	readOnly,
} from '../../sim/devices/register-chip.ts';
export type {Inference, RunResult} from '../../sim/result.ts';
export {type RunOptions, runImage} from '../../sim/run.ts';
export type {
	AttachedChip,
	SimulatedChip,
	SimulatedSerialChip,
	SimulatedSpiChip,
} from '../../sim/world/attached.ts';
export type {BatteryOptions, BatteryReport} from '../../sim/world/battery.ts';
export type {I2cDevice} from '../../sim/world/bus.ts';
export type {Chip, ChipSocket} from '../../sim/world/chip.ts';
export type {EnergyReport, LedgerChange, LedgerEntry} from '../../sim/world/energy.ts';
export type {Fault, FaultReport} from '../../sim/world/faults.ts';
export type {MarkEntry, TimelineEntry, Wake, WakeCause} from '../../sim/world/log.ts';
export type {PulseTrain} from '../../sim/world/pulse.ts';
export type {Pulses} from '../../sim/world/pwm.ts';
export type {SerialDevice} from '../../sim/world/serial.ts';
export {readSound, Sound} from '../../sim/world/sound.ts';
export type {SpiDevice} from '../../sim/world/spi.ts';
export {parseTrace, readTrace, Trace, type TraceOptions, type TraceUnit} from '../../sim/world/trace.ts';
export {World, type WorldOptions} from '../../sim/world.ts';
export {
	type Bounds,
	defineScenario,
	type Expectations,
	type Scenario,
	type ScenarioFailure,
	type ScenarioReport,
	type Step,
} from '../scenario/scenario.ts';
export {type SimulateOptions, type SimulationResult, simulate} from './simulate.ts';
