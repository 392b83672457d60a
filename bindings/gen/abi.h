// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x6d, 0x5d, 0xed, 0x68, 0x72, 0x83, 0x82, 0xed}

#endif
