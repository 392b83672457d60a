// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xd5, 0x10, 0xb6, 0xe7, 0xc6, 0x65, 0x9e, 0x57}

#endif
