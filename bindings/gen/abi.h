// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xb8, 0x29, 0x8b, 0xe2, 0x01, 0x7d, 0xb8, 0x70}

#endif
