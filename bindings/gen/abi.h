// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xa3, 0x57, 0x61, 0x8a, 0xb0, 0x36, 0x94, 0x23}

#endif
