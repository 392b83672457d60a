// Fuzz target: loads and runs mutated plans. Built with ASan and UBSan; every buffer is as small as it may
// be. usage: plan_fuzz COUNT SEED PLAN...   Prints how many were refused and how many ran.
#define _POSIX_C_SOURCE 200112L
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include "cn/kernel.h"

#define ARENA_LIMIT (1u << 20)

static uint32_t state = 1;

static uint32_t next(void) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static uint32_t below(uint32_t limit) {
    return limit ? next() % limit : 0;
}

struct buffer {
    uint8_t *bytes;
    uint32_t size;
};

// At least 1 byte, 16-byte aligned; the sanitizer watches the end.
static uint8_t *take(uint32_t size) {
    void *block = NULL;
    if (posix_memalign(&block, 16, size ? size : 1)) {
        exit(2);
    }
    memset(block, 0xa5, size);
    return block;
}

static struct buffer read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    struct buffer buffer = {NULL, (uint32_t)ftell(file)};
    rewind(file);
    buffer.bytes = take(buffer.size);
    if (fread(buffer.bytes, 1, buffer.size, file) != buffer.size) {
        exit(2);
    }
    fclose(file);
    return buffer;
}

// ---- mutations

static const uint32_t words[] = {0,          1,           2,           15,          16,         0x7f,
                                 0xff,       0x7fff,      0xffff,      0x10000,     0x3fffffff, 0x40000000,
                                 0x7fffffff, 0x80000000u, 0x80000001u, 0xc0000000u, 0xffffffffu};

static void put(struct buffer *plan, uint32_t at, uint32_t size, uint32_t value) {
    if (at + size <= plan->size) {
        memcpy(plan->bytes + at, &value, size);
    }
}

static uint32_t get(const struct buffer *plan, uint32_t at) {
    uint32_t value = 0;
    if (at + 4 <= plan->size) {
        memcpy(&value, plan->bytes + at, 4);
    }
    return value;
}

// Mostly in the tables at the front: weights are rarely interesting.
static void mutate(struct buffer *plan) {
    uint32_t tables = get(plan, 36) + get(plan, 40);
    uint32_t span = below(8) && tables <= plan->size ? tables : plan->size;
    uint32_t at = below(span);
    switch (below(6)) {
    case 0:
        put(plan, at, 1, next());
        break;
    case 1:
        put(plan, at & ~1u, 2, words[below(sizeof words / 4)]);
        break;
    case 2:
        put(plan, at & ~3u, 4, words[below(sizeof words / 4)]);
        break;
    case 3:
        put(plan, at & ~3u, 4, get(plan, at & ~3u) + below(9) - 4);
        break;
    case 4:
        put(plan, at & ~3u, 4, get(plan, below(span) & ~3u));
        break;
    default:
        put(plan, at & ~3u, 4, get(plan, at & ~3u) ^ (1u << below(32)));
        break;
    }
}

// So that the checks behind the hash are reached.
static void rehash(struct buffer *plan) {
    uint32_t bytes = get(plan, 8);
    uint32_t hash = 0x811c9dc5u;
    if (bytes > plan->size) {
        return;
    }
    for (uint32_t at = 16; at + 4 <= bytes; at += 4) {
        hash = (hash ^ get(plan, at)) * 16777619u;
        hash ^= hash >> 15;
    }
    put(plan, 12, 4, hash);
}

// ---- one round

// A mutated loop may never end, which is what it says.
#define STEPS_LIMIT 10000
static jmp_buf too_long;
static uint32_t steps;

static void count_step(void *context, const struct cn_plan *plan, const struct cn_step *step, uint32_t index,
                       int done) {
    (void)context;
    (void)plan;
    (void)step;
    (void)index;
    if (done && ++steps == STEPS_LIMIT) {
        longjmp(too_long, 1);
    }
}

static void touch(struct cn_plan *loaded, const struct cn_plan_needs *needs) {
    struct cn_tensor tensor;
    for (uint32_t i = 0; i < needs->inputs; i++) {
        if (cn_plan_input(loaded, i, &tensor) == 0) {
            for (uint32_t at = 0; at < tensor.bytes; at++) {
                ((uint8_t *)tensor.data)[at] = (uint8_t)next();
            }
        }
    }
    steps = 0;
    cn_plan_observe(loaded, count_step, NULL);
    if (!setjmp(too_long)) {
        cn_plan_invoke(loaded);
    }
    cn_plan_reset(loaded);
    uint32_t sum = 0;
    for (uint32_t i = 0; i < needs->outputs; i++) {
        if (cn_plan_output(loaded, i, &tensor) == 0) {
            for (uint32_t at = 0; at < tensor.bytes; at++) {
                sum += ((uint8_t *)tensor.data)[at];
            }
        }
    }
    if (sum == UINT32_MAX) {
        puts("unlikely"); // keeps the reads
    }
}

static int round_of(const struct buffer *seed, bool intact) {
    struct buffer plan = {take(seed->size), seed->size};
    memcpy(plan.bytes, seed->bytes, seed->size);
    for (uint32_t i = 0; !intact && i <= below(4); i++) {
        mutate(&plan);
    }
    if (!intact && below(10)) {
        rehash(&plan);
    }
    struct cn_plan_needs needs = {0};
    uint32_t size = intact || below(16) ? plan.size : below(plan.size);
    int res = cn_plan_needs(plan.bytes, size, &needs);
    if (res == 0 && needs.arena_bytes <= ARENA_LIMIT && needs.state_bytes <= ARENA_LIMIT) {
        struct cn_plan loaded;
        uint8_t *arena = take(needs.arena_bytes);
        uint8_t *kept = take(needs.state_bytes);
        res = cn_plan_load(&loaded, plan.bytes, size, arena, needs.arena_bytes, kept, needs.state_bytes);
        if (res == 0) {
            cn_plan_reset(&loaded);
            touch(&loaded, &needs);
        }
        free(arena);
        free(kept);
    }
    free(plan.bytes);
    return res;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fputs("usage: plan_fuzz COUNT SEED PLAN...\n", stderr);
        return 2;
    }
    uint32_t count = (uint32_t)strtoul(argv[1], NULL, 10);
    state = (uint32_t)strtoul(argv[2], NULL, 10) * 0x9e3779b9u | 1u;
    uint32_t seeds = (uint32_t)argc - 3;
    uint32_t refused = 0, ran = 0;
    for (uint32_t i = 0; i < seeds; i++) {
        struct buffer seed = read_file(argv[i + 3]);
        uint32_t share = count / seeds + (i < count % seeds ? 1 : 0);
        if (round_of(&seed, true) != 0) {
            fprintf(stderr, "%s: the plan as it is was refused\n", argv[i + 3]);
            return 1;
        }
        for (uint32_t n = 0; n < share; n++) {
            *(round_of(&seed, false) < 0 ? &refused : &ran) += 1;
        }
        free(seed.bytes);
    }
    printf("{\"plans\":%u,\"refused\":%u,\"ran\":%u}\n", count, refused, ran);
    return 0;
}
