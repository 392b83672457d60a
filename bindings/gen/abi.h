// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x6d, 0xa6, 0x08, 0xac, 0xd8, 0x42, 0x1b, 0x45}

#endif
