// Wiring: the buses of an app's own board, as its image says them before anything uses one.
import {defineService} from '../schema.ts';

const bus = {type: 'u32', min: 0, max: 7, doc: "The board's number of the bus"} as const;
const pin = {type: 'u32', min: 0, max: 254, doc: "The board's number of the pin"} as const;

export default defineService({
	name: 'wiring',
	doc: "Pins and clocks of an app's own board, where they differ from those of the board that it extends.",
	includes: ['cn/hal.h'],
	functions: {
		i2c: {
			doc: 'Wire an I2C bus.',
			calls: 'hal_bus_wire',
			params: {
				bus,
				sda: pin,
				scl: pin,
				hz: {type: 'u32', min: 1, max: 1_000_000, unit: 'Hz', doc: 'Its clock, one that the board has'},
			},
			returns: {type: 'nothing'},
			errors: ['INVAL', 'UNSUPPORTED'],
		},
		spi: {
			doc: 'Wire an SPI bus.',
			calls: 'hal_spi_wire',
			params: {bus, sck: pin, mosi: pin, miso: pin},
			returns: {type: 'nothing'},
			errors: ['INVAL'],
		},
	},
});
