// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x51, 0xfb, 0x35, 0x1a, 0x84, 0x2b, 0xa7, 0x9b}

#endif
