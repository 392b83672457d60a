// Generated from bindings by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_ABI_H
#define CN_ABI_H

// First 8 bytes of the sha256 of engine, bytecode version, services and errors.
#define CN_ABI_ID {0xcf, 0x1f, 0x90, 0xc6, 0xb2, 0x0f, 0xe5, 0xfa}

#endif
