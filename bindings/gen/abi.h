// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xc0, 0x71, 0xd9, 0xd3, 0xa8, 0xc1, 0xf6, 0xf5}

#endif
