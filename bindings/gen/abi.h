// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x9a, 0x82, 0x2f, 0x1d, 0xea, 0x66, 0x0d, 0xc2}

#endif
