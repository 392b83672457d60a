// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x79, 0x16, 0x04, 0xff, 0x8e, 0xd1, 0x17, 0x9b}

#endif
