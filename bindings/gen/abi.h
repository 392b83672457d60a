// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xbc, 0x74, 0x8c, 0x9e, 0xa1, 0xaa, 0x74, 0xa6}

#endif
