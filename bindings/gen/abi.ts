// Generated from bindings by tools/gen. Edit that file, then run: npm run gen

/** Engine id of app images, 8 bytes as hex. */
export const abiId = 'c071d9d3a8c1f6f5';

/** Modules that the firmware has. */
export const nativeModules: readonly string[] = ['catnap:console', 'catnap:model', 'catnap:pin', 'catnap:power', 'catnap:sensor', 'catnap:timer'];
