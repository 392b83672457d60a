// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x70, 0xae, 0x8c, 0x07, 0x63, 0xed, 0x1d, 0x8c}

#endif
