// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x82, 0x2c, 0x0b, 0xd5, 0xf2, 0xb9, 0x2b, 0xa7}

#endif
