// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x70, 0x9f, 0xba, 0xb8, 0x33, 0x02, 0x68, 0x60}

#endif
