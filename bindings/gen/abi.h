// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x48, 0xdb, 0x1f, 0xa5, 0x69, 0x03, 0x75, 0x3a}

#endif
