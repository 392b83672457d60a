// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xa9, 0xcc, 0xaf, 0x34, 0x82, 0x13, 0x57, 0x04}

#endif
