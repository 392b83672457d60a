// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xe2, 0x1a, 0x03, 0x0f, 0x2d, 0x29, 0x21, 0x78}

#endif
