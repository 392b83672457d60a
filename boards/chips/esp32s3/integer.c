// What the compiler asks for where the core has no instruction: shifts, divisions and byte orders of 64 bits.
#include <stdint.h>

#include "runtime.h"

struct words {
    uint32_t low, high;
};

static struct words words_of(uint64_t value) {
    return (struct words){(uint32_t)value, (uint32_t)(value >> 32)};
}

static uint64_t join(uint32_t high, uint32_t low) {
    return (uint64_t)high << 32 | low;
}

uint64_t __ashldi3(uint64_t value, int bits) {
    struct words w = words_of(value);
    if (bits >= 32) {
        return join(w.low << (bits - 32), 0);
    }
    return bits == 0 ? value : join(w.high << bits | w.low >> (32 - bits), w.low << bits);
}

uint64_t __lshrdi3(uint64_t value, int bits) {
    struct words w = words_of(value);
    if (bits >= 32) {
        return join(0, w.high >> (bits - 32));
    }
    return bits == 0 ? value : join(w.high >> bits, w.low >> bits | w.high << (32 - bits));
}

int64_t __ashrdi3(int64_t value, int bits) {
    struct words w = words_of((uint64_t)value);
    uint32_t sign = (uint32_t)((int32_t)w.high >> 31);
    if (bits >= 32) {
        return (int64_t)join(sign, (uint32_t)((int32_t)w.high >> (bits - 32)));
    }
    uint32_t high = (uint32_t)((int32_t)w.high >> bits);
    return bits == 0 ? value : (int64_t)join(high, w.low >> bits | w.high << (32 - bits));
}

// In two steps that the compiler does not see as one: it would make a call of this function out of them.
uint32_t __bswapsi2(uint32_t value) {
    uint32_t pairs = (value & 0x00ff00ffu) << 8 | (value >> 8 & 0x00ff00ffu);
    __asm("" : "+r"(pairs));
    return pairs << 16 | pairs >> 16;
}

uint64_t __bswapdi2(uint64_t value) {
    struct words w = words_of(value);
    return join(__bswapsi2(w.low), __bswapsi2(w.high));
}

// Two digits of 16 bits: `high` is less than `divisor`, whose top bit is set. Returns the quotient of 32
// bits.
static uint32_t divide_normal(uint32_t high, uint32_t low, uint32_t divisor, uint32_t *rest) {
    uint32_t top = divisor >> 16, bottom = divisor & 0xffff, quotient = 0;
    for (int digit = 0; digit < 2; digit++) {
        uint32_t next = digit == 0 ? low >> 16 : low & 0xffff;
        uint32_t guess = high / top, left = high % top;
        // at most two too large
        while (guess > 0xffff || guess * bottom > (left << 16 | next)) {
            guess--;
            left += top;
            if (left > 0xffff) {
                break;
            }
        }
        high = (high << 16 | next) - guess * divisor;
        quotient = quotient << 16 | guess;
    }
    *rest = high;
    return quotient;
}

// Divisors of more than 32 bits: the quotient has fewer than 32, one a step.
static uint64_t divide_wide(uint64_t value, uint64_t divisor, uint64_t *rest) {
    int shift = __builtin_clz((uint32_t)(divisor >> 32)) - __builtin_clz((uint32_t)(value >> 32) | 1);
    uint64_t quotient = 0;
    if (shift < 0) {
        *rest = value;
        return 0;
    }
    divisor <<= shift;
    for (; shift >= 0; shift--) {
        quotient <<= 1;
        if (value >= divisor) {
            value -= divisor;
            quotient |= 1;
        }
        divisor >>= 1;
    }
    *rest = value;
    return quotient;
}

uint64_t divide(uint64_t value, uint64_t divisor, uint64_t *rest) {
    struct words v = words_of(value), d = words_of(divisor);
    if (d.high != 0) {
        return divide_wide(value, divisor, rest);
    }
    if (v.high == 0) {
        *rest = v.low % d.low;
        return v.low / d.low;
    }
    uint32_t high = v.high / d.low, left = v.high % d.low, last;
    int shift = __builtin_clz(d.low);
    if (shift != 0) {
        left = left << shift | v.low >> (32 - shift);
    }
    uint32_t low = divide_normal(left, v.low << shift, d.low << shift, &last);
    *rest = last >> shift;
    return join(high, low);
}

uint64_t __udivdi3(uint64_t value, uint64_t divisor) {
    uint64_t rest;
    return divide(value, divisor, &rest);
}

uint64_t __umoddi3(uint64_t value, uint64_t divisor) {
    uint64_t rest;
    divide(value, divisor, &rest);
    return rest;
}

static uint64_t magnitude(int64_t value) {
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

int64_t __divdi3(int64_t value, int64_t divisor) {
    uint64_t quotient = __udivdi3(magnitude(value), magnitude(divisor));
    return (int64_t)((value ^ divisor) < 0 ? 0 - quotient : quotient);
}

int64_t __moddi3(int64_t value, int64_t divisor) {
    uint64_t rest = __umoddi3(magnitude(value), magnitude(divisor));
    return (int64_t)(value < 0 ? 0 - rest : rest);
}
