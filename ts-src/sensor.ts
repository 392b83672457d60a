// `catnap/sensor`: chips that sample by themselves and wake the processor.

export {Lis2dh12, type Lis2dh12Options, type Lis2dh12Rate} from './lis2dh12.ts';
export {Lsm6dso, type Lsm6dsoOptions, type Lsm6dsoRate} from './lsm6dso.ts';
export {
	Microphone,
	type MicrophoneOptions,
	type MicrophoneRate,
	type MicrophoneStats,
	type SoundWindow,
} from './microphone.ts';
export type {
	ConfigureOptions,
	MotionOptions,
	Reading,
	SensorOptions,
	SensorStats,
} from './sensor-stream.ts';
export type {Axes, Window, WindowOptions} from './window.ts';
