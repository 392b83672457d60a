// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x2f, 0xda, 0x52, 0xd8, 0x7d, 0x4f, 0x0c, 0xcd}

#endif
