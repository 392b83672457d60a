// A service that does nothing but use every kind of parameter and result; described in
// test/bindings/probe.ts.
#ifndef CN_TEST_PROBE_H
#define CN_TEST_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cn/done.h"

enum probe_color { PROBE_RED = 7, PROBE_GREEN = 8 };

struct probe_settings {
    uint32_t size;
    int32_t offset;
    double gain;
    uint64_t delay_us;
    bool fast;
    enum probe_color color;
};

struct probe_state {
    uint32_t calls;
    int32_t level;
    double ratio;
    uint64_t at_us;
    bool ready;
    enum probe_color color;
};

// Let the allocation `nth` from now fail; how many have failed so far.
void probe_fail(uint32_t nth);
int probe_refused(void);

int probe_numbers(uint32_t a, int32_t b, double c, uint64_t d_us, double *out);
int probe_text(const char *text, size_t length);
int probe_name(const char *name);
int probe_flag(bool flag);
int probe_color(int color);
int probe_settings(const struct probe_settings *settings, double *out);
int probe_fields(uint32_t size, bool fast);
int probe_total(const int16_t *values, size_t count);
int probe_fill(uint8_t *values, size_t count, uint32_t value);
int probe_copy(const float *from, size_t from_count, float *to, size_t to_count);
uint64_t probe_moment(void);
void probe_state(struct probe_state *state);

// Completes after `delay_us`; 13 fails at once with FULL, 14 completes with TIMEOUT.
int probe_after(uint64_t delay_us, cn_done done, void *token);

int probe_repeat(uint32_t period_us, void (*handler)(void *context, uint64_t at_us), void *context);
int probe_stop(int id);

struct probe_box;
struct probe_box *probe_box_new(uint32_t size, int *error);
uint8_t *probe_box_bytes(struct probe_box *box, size_t *count, int *error);
int probe_box_resize(struct probe_box *box, uint32_t size);
int probe_box_on_poke(struct probe_box *box, void (*handler)(void *context, int32_t value), void *context);
int probe_box_poke(struct probe_box *box, int32_t value);
int probe_box_wait(struct probe_box *box, cn_done done, void *token);
int probe_box_same(struct probe_box *box, const struct probe_box *other);
void probe_box_free(struct probe_box *box);

#endif
