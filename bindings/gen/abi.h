// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x2c, 0x58, 0xb7, 0x25, 0x09, 0xa8, 0x0a, 0x24}

#endif
