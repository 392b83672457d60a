// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x3a, 0xbe, 0xf5, 0xb5, 0x00, 0x62, 0x78, 0x95}

#endif
