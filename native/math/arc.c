// The inverse circular functions, all by the angle of a point.
#include "cn/math.h"
#include "wide.h"

static const struct cn_wide half_pi = {0xc90fdaa22168c235, 0, false};
static const struct cn_wide tan_eighth = {0xd413cccfe7799211, -2, false}; // of an eighth of pi

// y becomes the angle of the point (x, y); neither is negative.
static void angle(struct cn_wide *y, const struct cn_wide *x) {
    struct cn_wide below = *x;
    bool is_steep = cn_wide_compare(y, x) > 0;
    if (is_steep) {
        below = *y;
        *y = *x;
    }
    cn_wide_divide(y, &below);
    bool is_large = cn_wide_compare(y, &tan_eighth) > 0;
    if (is_large) { // atan(t) = pi / 4 + atan((t - 1) / (t + 1))
        below = *y;
        cn_wide_add(&below, &cn_wide_one);
        cn_wide_subtract(y, &cn_wide_one);
        cn_wide_divide(y, &below);
    }
    struct cn_wide square = *y;
    cn_wide_multiply(&square, y);
    cn_wide_series(y, cn_wide_fraction(&square), cn_wide_odd, sizeof cn_wide_odd / sizeof cn_wide_odd[0],
                   true);
    if (is_large) {
        struct cn_wide quarter_pi = half_pi;
        quarter_pi.exponent--;
        cn_wide_add(y, &quarter_pi);
    }
    if (is_steep) {
        y->negative = !y->negative;
        cn_wide_add(y, &half_pi);
    }
}

// The same in all quadrants.
static void angle_of(struct cn_wide *y, struct cn_wide *x) {
    bool is_left = x->negative, is_below = y->negative;
    x->negative = y->negative = false;
    angle(y, x);
    if (is_left) {
        struct cn_wide pi = half_pi;
        pi.exponent++;
        y->negative = !y->negative;
        cn_wide_add(y, &pi);
    }
    y->negative = is_below;
}

double cn_atan2(double y, double x) {
    if (y != y || x != x) {
        return x + y;
    }
    struct cn_wide a, b;
    cn_wide_from(&a, y);
    cn_wide_from(&b, x);
    angle_of(&a, &b);
    return cn_wide_to(&a);
}

double cn_atan(double x) {
    return cn_atan2(x, 1);
}

// The other side of a triangle with hypotenuse 1: sqrt((1 - x) (1 + x)).
static void other_side(struct cn_wide *x) {
    struct cn_wide less = cn_wide_one;
    cn_wide_subtract(&less, x);
    cn_wide_add(x, &cn_wide_one);
    cn_wide_multiply(x, &less);
    cn_wide_root(x);
    x->negative = false;
}

static void arc(struct cn_wide *x, bool is_cosine) {
    struct cn_wide other = *x;
    if (x->exponent >= 0 && !(x->exponent == 0 && x->bits == CN_WIDE_TOP)) {
        *x = CN_WIDE_NAN;
        return;
    }
    other_side(&other);
    if (is_cosine) {
        angle_of(&other, x);
        *x = other;
    } else {
        angle_of(x, &other);
    }
}

static void arc_sine(struct cn_wide *x) {
    arc(x, false);
}

static void arc_cosine(struct cn_wide *x) {
    arc(x, true);
}

double cn_asin(double x) {
    return cn_wide_map(x, arc_sine);
}

double cn_acos(double x) {
    return cn_wide_map(x, arc_cosine);
}
