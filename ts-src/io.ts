// `catnap/io`: pins, inputs and buses for devices of the app's own, in the shape of Ecma-419.

export {Analog, type AnalogInput, type AnalogOptions} from './analog.ts';
export type {Bus, Pin, SerialBus, SpiBus} from './board-types.ts';
export {DigitalBank, type DigitalBankOptions} from './digital-bank.ts';
export {type Bytes, I2C, type I2COptions, SMBus} from './i2c.ts';
export {Digital, type DigitalOptions} from './pin.ts';
export {PulseCount, type PulseCountOptions} from './pulse.ts';
export {PWM, type PWMOptions} from './pwm.ts';
export {Serial, type SerialError, type SerialFault, type SerialOptions, type SerialStats} from './serial.ts';
export {SPI, type SPIOptions} from './spi.ts';
