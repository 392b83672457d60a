// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xf4, 0xc5, 0xb2, 0x98, 0x77, 0x80, 0x0b, 0x63}

#endif
