// Takes back the macros that fft_body.h was given, so that signal_fft.h can include it again.
#undef REAL
#undef PRODUCT
#undef PRODUCTS
#undef NAME
#undef ADD
#undef SUB
#undef ROUNDED
#undef PART
#undef HALF
#undef HALF_SUM
#undef HALF_DIFFERENCE
