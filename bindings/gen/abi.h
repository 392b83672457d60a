// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x05, 0x47, 0xab, 0xc0, 0x26, 0x87, 0xb7, 0x9f}

#endif
