// The loader of plans: what it refuses, and what it does with a plan built by hand.
#include <stdlib.h>
#include <string.h>
#include "check.h"
#include "cn/kernel.h"

// hello: input i8 [4] at arena 0, output i8 [4] at arena 16; one step lut8 whose table adds 1.
struct plan {
    struct cn_plan_header header;
    struct cn_plan_tensor tensors[2];
    struct cn_plan_init init;
    struct cn_step_lut8 step;
    uint8_t pad[4];
    uint8_t table[256];
};
_Static_assert(sizeof(struct plan) % 16 == 0, "a plan is a multiple of 16 bytes");

static _Alignas(16) struct plan plan;
static _Alignas(16) uint8_t arena[32];
static _Alignas(16) uint8_t kept[16];
static struct cn_plan loaded;

static void rehash(void) {
    const uint8_t *bytes = (const uint8_t *)&plan;
    uint32_t hash = 0x811c9dc5u;
    for (uint32_t at = 16; at < sizeof plan; at += 4) {
        uint32_t word;
        memcpy(&word, bytes + at, 4);
        hash = (hash ^ word) * 16777619u;
        hash ^= hash >> 15;
    }
    plan.header.hash = hash;
}

#define PLAN_REF(field) (0x80000000u + (uint32_t)offsetof(struct plan, field))

static void build(void) {
    memset(&plan, 0, sizeof plan);
    plan.header = (struct cn_plan_header){.magic = CN_PLAN_MAGIC,
                                          .version = CN_PLAN_VERSION,
                                          .bytes = sizeof plan,
                                          .arena_bytes = sizeof arena,
                                          .state_bytes = sizeof kept,
                                          .inputs = 1,
                                          .outputs = 1,
                                          .steps = 1,
                                          .inits = 1,
                                          .tensors_at = offsetof(struct plan, tensors),
                                          .steps_at = offsetof(struct plan, step),
                                          .steps_bytes = sizeof plan.step,
                                          .inits_at = offsetof(struct plan, init),
                                          .cost = 99};
    struct cn_plan_tensor tensor = {.bytes = 4, .scale = 0.5f, .zero_point = -3, .rank = 2, .shape = {1, 4}};
    plan.tensors[0] = tensor;
    plan.tensors[1] = tensor;
    plan.tensors[1].ref = 16;
    plan.init = (struct cn_plan_init){.ref = 0x40000000u, .bytes = 5, .source = CN_REF_NONE, .fill = 7};
    plan.step = (struct cn_step_lut8){
        .head = {.kernel = 8, .words = sizeof plan.step / 4}, .out = 16, .lut = PLAN_REF(table), .count = 4};
    for (int i = 0; i < 256; i++) {
        plan.table[i] = (uint8_t)(i + 1);
    }
    rehash();
}

static int load(void) {
    int res =
        cn_plan_load(&loaded, (const uint8_t *)&plan, sizeof plan, arena, sizeof arena, kept, sizeof kept);
    if (res == 0) {
        cn_plan_reset(&loaded);
    }
    return res;
}

static void test_runs(void) {
    build();
    struct cn_tensor in, out;
    CHECK_EQ(load(), 0);
    CHECK_EQ(cn_plan_input(&loaded, 0, &in), 0);
    CHECK_EQ(cn_plan_output(&loaded, 0, &out), 0);
    CHECK_EQ(cn_plan_output(&loaded, 1, &out), CN_ERR_INVAL);
    CHECK_EQ(in.bytes, 4);
    CHECK_EQ(in.zero_point, -3);
    CHECK_EQ(in.shape[1], 4);
    CHECK_EQ((uint8_t *)out.data - (uint8_t *)in.data, 16);
    memcpy(in.data, "\x01\x7f\x80\xff", 4);
    cn_plan_invoke(&loaded);
    CHECK_EQ(memcmp(out.data, "\x02\x80\x81\x00", 4), 0);
}

static void test_reset(void) {
    build();
    CHECK_EQ(load(), 0);
    CHECK_EQ(kept[4], 7);
    CHECK_EQ(kept[5], 0);
    memset(kept, 1, sizeof kept);
    cn_plan_reset(&loaded);
    CHECK_EQ(kept[0], 7);
    CHECK_EQ(kept[15], 0);
}

static void count(void *context, const struct cn_plan *seen, const struct cn_step *step, uint32_t index,
                  int done) {
    CHECK(seen == &loaded);
    CHECK_EQ(index, 0);
    CHECK_EQ(step->kernel, 8);
    *(int *)context += done ? 10 : 1;
}

static void test_observed(void) {
    build();
    CHECK_EQ(load(), 0);
    int calls = 0;
    cn_plan_observe(&loaded, count, &calls);
    cn_plan_invoke(&loaded);
    cn_plan_observe(&loaded, NULL, NULL);
    cn_plan_invoke(&loaded);
    CHECK_EQ(calls, 11);
}

static void test_memory(void) {
    build();
    const uint8_t *bytes = (const uint8_t *)&plan;
    CHECK_EQ(cn_plan_load(&loaded, bytes, sizeof plan, arena, 31, kept, 16), CN_ERR_NO_MEMORY);
    CHECK_EQ(cn_plan_load(&loaded, bytes, sizeof plan, arena, 32, NULL, 0), CN_ERR_NO_MEMORY);
    CHECK_EQ(cn_plan_load(&loaded, bytes, sizeof plan, arena + 1, 32, kept, 16), CN_ERR_INVAL);
    struct cn_plan_needs needs;
    CHECK_EQ(cn_plan_needs(bytes, sizeof plan, &needs), 0);
    CHECK_EQ(needs.arena_bytes, 32);
    CHECK_EQ(needs.state_bytes, 16);
    CHECK_EQ(needs.cost, 99);
}

// Every word of the frame and the step, changed behind the hash's back and in front of it.
static void test_damaged(void) {
    for (size_t at = 0; at < offsetof(struct plan, table); at++) {
        build();
        ((uint8_t *)&plan)[at] ^= 0x5a;
        bool reserved = at >= 52 && at < 64;
        if (at >= 16) {
            CHECK_EQ(load(), CN_ERR_CORRUPT);
        } else {
            CHECK(load() < 0 || at == 6 || at == 7);
        }
        rehash();
        int res = load();
        CHECK(res == 0 || res == CN_ERR_CORRUPT || res == CN_ERR_LAYOUT || res == CN_ERR_UNSUPPORTED ||
              res == CN_ERR_NO_MEMORY);
        if (res == 0) {
            cn_plan_invoke(&loaded);
        }
        CHECK(!reserved || res == 0);
    }
}

static void refused(uint32_t *field, uint32_t value) {
    uint32_t kept_value = *field;
    *field = value;
    rehash();
    CHECK_EQ(load(), CN_ERR_CORRUPT);
    *field = kept_value;
}

static void test_spans(void) {
    build();
    refused(&plan.step.out, 29);              // one byte beyond the arena
    refused(&plan.step.out, PLAN_REF(table)); // the plan cannot be written
    refused(&plan.step.in, 0x4000000du);      // beyond the state
    refused(&plan.step.in, 0xc0000000u);      // no such region
    refused(&plan.step.lut, PLAN_REF(table) + 1);
    refused(&plan.step.count, 0xffffffffu);
    refused(&plan.tensors[0].bytes, 5); // not what the shape says
    refused(&plan.tensors[0].shape[0], 0x80000000u);
    refused(&plan.init.bytes, 17);
    rehash();
    CHECK_EQ(load(), 0);
}

static void test_short(void) {
    build();
    for (size_t size = 0; size < sizeof plan; size += 4) {
        // a copy of exactly this size: the sanitizer sees a read beyond it
        uint8_t *copy = aligned_alloc(16, (size + 15) / 16 * 16 + (size == 0 ? 16 : 0));
        memcpy(copy, &plan, size);
        struct cn_plan_needs needs;
        CHECK(cn_plan_needs(copy, size, &needs) < 0);
        free(copy);
    }
}

static const struct test tests[] = {
    {"a plan runs and its tensors lie in the arena", test_runs},
    {"loading and resetting put variables to their initial values", test_reset},
    {"an observer sees each step before and after it", test_observed},
    {"too little or misaligned memory is refused", test_memory},
    {"a damaged byte is refused, or harmless when the hash was made again", test_damaged},
    {"spans outside their region are refused", test_spans},
    {"a plan that is cut short is refused", test_short},
};

int main(void) {
    return RUN_TESTS(tests);
}
