// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x27, 0xcf, 0xbb, 0xfa, 0x5e, 0x9a, 0xcd, 0xe1}

#endif
