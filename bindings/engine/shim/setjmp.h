// QuickJS includes setjmp.h and uses nothing of it; wasi-libc has none.
