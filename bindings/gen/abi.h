// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x24, 0x24, 0xf2, 0xfc, 0x95, 0x1f, 0x1d, 0xca}

#endif
