// The flash map as the tools see it; test/boards/nrf5340dk/layout.test.ts holds it against link.ld.

export const firmwareBytes = 0x5_8000;
export const slotA = 0x5_8000;
export const slotB = 0xa_8000;
export const slotBytes = 0x5_0000;
/** At the end of a slot: what makes it count (slots.c). */
export const trailerBytes = 16;
