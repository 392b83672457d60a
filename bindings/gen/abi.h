// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xcc, 0x3d, 0xc7, 0x74, 0xa6, 0x02, 0x48, 0x81}

#endif
