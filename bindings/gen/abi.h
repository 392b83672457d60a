// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x39, 0xdb, 0x46, 0x09, 0x5a, 0x27, 0x55, 0xd3}

#endif
