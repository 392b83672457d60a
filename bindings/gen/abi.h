// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xea, 0x55, 0xa2, 0xf5, 0xf4, 0x8e, 0xbf, 0x8b}

#endif
