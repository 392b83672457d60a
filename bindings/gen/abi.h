// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x94, 0xc9, 0x9e, 0x91, 0x25, 0x71, 0x59, 0x53}

#endif
