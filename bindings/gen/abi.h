// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x43, 0x98, 0x80, 0x0f, 0x15, 0x22, 0xe6, 0xbc}

#endif
