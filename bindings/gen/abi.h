// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xc0, 0x40, 0xc3, 0x02, 0x06, 0x0b, 0x0c, 0x95}

#endif
