// Generated from bindings by tools/gen. Edit that file, then run: npm run gen

/** Engine id of app images, 8 bytes as hex. */
export const abiId = 'b8298be2017db870';

/** Modules that the firmware has. */
export const nativeModules: readonly string[] = ['catnap:analog', 'catnap:console', 'catnap:dsp', 'catnap:i2c', 'catnap:microphone', 'catnap:model', 'catnap:pin', 'catnap:power', 'catnap:sensor', 'catnap:spi', 'catnap:timer', 'catnap:wiring'];
