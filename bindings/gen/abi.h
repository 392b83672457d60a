// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xa3, 0x2e, 0x9d, 0x18, 0xc2, 0x10, 0x69, 0x19}

#endif
