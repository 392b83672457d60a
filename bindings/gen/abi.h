// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xa5, 0xa9, 0xd8, 0x09, 0x6b, 0xa0, 0xd3, 0x97}

#endif
