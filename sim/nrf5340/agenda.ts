// Time of the chip. The unit is one period of 128 MHz, its fastest clock.

export {Agenda, type Due} from '../soc/agenda.ts';

export const unitsPerUs = 128;
export const unitsPerSecond = unitsPerUs * 1e6;
