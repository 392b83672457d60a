// Generated from bindings by tools/gen. Edit that file, then run: npm run gen

/** Engine id of app images, 8 bytes as hex. */
export const abiId = 'a9ccaf3482135704';

/** Modules that the firmware has. */
export const nativeModules: readonly string[] = ['catnap:analog', 'catnap:console', 'catnap:dsp', 'catnap:i2c', 'catnap:microphone', 'catnap:model', 'catnap:pin', 'catnap:power', 'catnap:pulse', 'catnap:pwm', 'catnap:sensor', 'catnap:serial', 'catnap:spi', 'catnap:timer', 'catnap:wiring'];

/** Of them, those that only firmware for an app that imports them has. */
export const modulesByNeed: readonly string[] = ['catnap:pulse', 'catnap:pwm', 'catnap:serial'];
