// The declaration of `catnap:board` for editors and `tsc`: build/board.d.ts of the app, which `catnap build` writes, else that of
// the virtual kit. `typeRoots` of tsconfig.app.json has the order.

/// <reference types="board" />
