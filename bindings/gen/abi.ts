// Generated from bindings by tools/gen. Edit that file, then run: npm run gen

/** Engine id of app images, 8 bytes as hex. */
export const abiId = 'bc748c9ea1aa74a6';

/** Modules that the firmware has. */
export const nativeModules: readonly string[] = ['catnap:console', 'catnap:model', 'catnap:pin', 'catnap:power', 'catnap:sensor', 'catnap:timer'];
