// Generated from bindings by tools/gen. Edit that file, then run: npm run gen

/** Engine id of app images, 8 bytes as hex. */
export const abiId = '0547abc02687b79f';

/** Modules that the firmware has. */
export const nativeModules: readonly string[] = ['catnap:console', 'catnap:power', 'catnap:timer'];
