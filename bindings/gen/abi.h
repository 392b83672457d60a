// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0x2e, 0x3f, 0x63, 0x37, 0xe9, 0x86, 0x0c, 0x1e}

#endif
