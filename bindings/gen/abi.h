// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x1c, 0x10, 0xff, 0xcb, 0xfe, 0x8e, 0x43, 0x6e}

#endif
