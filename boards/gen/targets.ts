// Generated from boards/*/board.ts by tools/dev/gen. Edit that file, then run: npm run gen
/** The boards that can be simulated: those whose facts name a simulator. */
export const targets = ['host', 'qemu-an505', 'nrf5340dk', 'esp32s3-devkitc', 'thingy53'] as const;
