// Mathematics of scripts: the same bits on every target, because it is made of integers only. Within 0.51 of
// a unit in the last place (cn_pow within 0.9). What is exact by definition is exact: square root, remainder,
// rounding.
#ifndef CN_MATH_H
#define CN_MATH_H

double cn_sin(double x);
double cn_cos(double x);
double cn_tan(double x);
double cn_asin(double x);
double cn_acos(double x);
double cn_atan(double x);
double cn_atan2(double y, double x);

double cn_exp(double x);
double cn_expm1(double x);
double cn_sinh(double x);
double cn_cosh(double x);
double cn_tanh(double x);
double cn_pow(double x, double y);
double cn_cbrt(double x);

double cn_log(double x);
double cn_log1p(double x);
double cn_log2(double x);
double cn_log10(double x);
double cn_asinh(double x);
double cn_acosh(double x);
double cn_atanh(double x);

double cn_sqrt(double x);
double cn_hypot(double x, double y);
double cn_fmod(double x, double y);
double cn_trunc(double x);
double cn_floor(double x);
double cn_ceil(double x);

// The nearest integer, ties to even; |x| < 2^31.
long cn_lrint(double x);

#endif
