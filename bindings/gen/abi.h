// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xfc, 0x2b, 0x93, 0x2d, 0x55, 0x66, 0x44, 0xa2}

#endif
