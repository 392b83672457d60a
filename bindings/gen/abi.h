// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x8c, 0x09, 0x0e, 0x8d, 0xbc, 0xff, 0x3e, 0xa3}

#endif
