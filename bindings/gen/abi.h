// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xc5, 0xa1, 0x16, 0xc8, 0x19, 0xf0, 0x7f, 0x83}

#endif
