// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x0c, 0x64, 0xc6, 0xd7, 0x27, 0xfa, 0xa2, 0x65}

#endif
