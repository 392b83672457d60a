// TFLite_Detection_PostProcess: boxes around anchors, the best of each place and class.
#include "cn/kernel.h"
#include "cn/math.h"

typedef struct cn_step_detection detection;

enum { ACTIVE = 1, DECODED = 2 };

struct box {
    float top, left, bottom, right;
};

// The scratch: boxes, a score and flags for each; behind them the best so far.
struct work {
    struct box *boxes;
    float *scores;
    float *best_scores; // [most]
    uint32_t *best;     // [most], row * classes + column
    uint8_t *flags;
};

static uint64_t scratch_words(const detection *s) {
    return (uint64_t)s->boxes * 5 + (uint64_t)s->most * 2 + ((uint64_t)s->boxes + 3) / 4;
}

static struct work work_of(const struct cn_plan *plan, const detection *s) {
    float *at = cn_at(plan, s->scratch);
    struct work work = {.boxes = (struct box *)(void *)at};
    work.scores = at + s->boxes * 4;
    work.best_scores = work.scores + s->boxes;
    work.best = (uint32_t *)(void *)(work.best_scores + s->most);
    work.flags = (uint8_t *)(work.best + s->most);
    return work;
}

static bool check_detection(const struct cn_plan *plan, const struct cn_step *step) {
    const detection *s = (const void *)step;
    uint64_t outputs = (uint64_t)s->most * s->per_box;
    uint64_t classes = (uint64_t)s->classes + s->background;
    return s->boxes && s->boxes < 1u << 24 && s->most && s->most < 1u << 16 && s->classes &&
           s->background <= 1 && s->per_box && s->per_box <= s->classes && s->box_size >= 4 &&
           classes * s->boxes <= UINT32_MAX &&
           cn_can_read(plan, s->in, (uint64_t)s->boxes * s->box_size, 4) &&
           cn_can_read(plan, s->class_scores, classes * s->boxes, 4) &&
           cn_can_read(plan, s->anchors, (uint64_t)s->boxes * 4, 4) &&
           cn_can_write(plan, s->out, outputs * 4, 4) && cn_can_write(plan, s->out_classes, outputs, 4) &&
           cn_can_write(plan, s->out_scores, outputs, 4) && cn_can_write(plan, s->out_count, 1, 4) &&
           cn_can_write(plan, s->scratch, scratch_words(s), 4);
}

// The reference computes in double and rounds centre and half size to float.
static struct box decode(const struct cn_plan *plan, const detection *s, uint32_t row) {
    const float *code = (const float *)cn_at(plan, s->in) + row * s->box_size;
    const float *anchor = (const float *)cn_at(plan, s->anchors) + row * 4;
    float y = (float)((double)code[0] / (double)s->y_scale * (double)anchor[2] + (double)anchor[0]);
    float x = (float)((double)code[1] / (double)s->x_scale * (double)anchor[3] + (double)anchor[1]);
    float half_h = (float)(0.5 * cn_exp((double)code[2] / (double)s->h_scale) * (double)anchor[2]);
    float half_w = (float)(0.5 * cn_exp((double)code[3] / (double)s->w_scale) * (double)anchor[3]);
    return (struct box){y - half_h, x - half_w, y + half_h, x + half_w};
}

static float least(float a, float b) {
    return b < a ? b : a;
}

static float most(float a, float b) {
    return a < b ? b : a;
}

static float area_of(const struct box *box) {
    return (box->bottom - box->top) * (box->right - box->left);
}

// Shared area by joint area.
static float overlap(const struct box *a, const struct box *b) {
    float area_a = area_of(a), area_b = area_of(b);
    if (area_a <= 0 || area_b <= 0) {
        return 0;
    }
    float height = most(least(a->bottom, b->bottom) - most(a->top, b->top), 0);
    float width = most(least(a->right, b->right) - most(a->left, b->left), 0);
    float shared = height * width;
    return shared / (area_a + area_b - shared);
}

// Boxes whose score is worth a look become active.
static void activate(const struct cn_plan *plan, const detection *s, const struct work *work) {
    for (uint32_t row = 0; row < s->boxes; row++) {
        if (!(work->scores[row] >= s->least_score)) {
            work->flags[row] &= (uint8_t)~ACTIVE;
            continue;
        }
        if (!(work->flags[row] & DECODED)) {
            work->boxes[row] = decode(plan, s, row);
        }
        work->flags[row] |= ACTIVE | DECODED;
    }
}

// The active box of the highest score, the first of equals, which becomes passive with all that overlap it;
// `boxes` if there is none.
static uint32_t take_best(const detection *s, const struct work *work) {
    uint32_t best = s->boxes;
    for (uint32_t row = 0; row < s->boxes; row++) {
        if ((work->flags[row] & ACTIVE) && (best == s->boxes || work->scores[row] > work->scores[best])) {
            best = row;
        }
    }
    if (best == s->boxes) {
        return best;
    }
    work->flags[best] &= (uint8_t)~ACTIVE;
    for (uint32_t row = 0; row < s->boxes; row++) {
        if ((work->flags[row] & ACTIVE) && overlap(&work->boxes[best], &work->boxes[row]) > s->most_overlap) {
            work->flags[row] &= (uint8_t)~ACTIVE;
        }
    }
    return best;
}

struct outputs {
    struct box *boxes;
    float *classes, *scores, *count;
};

static struct outputs outputs_of(const struct cn_plan *plan, const detection *s) {
    struct outputs outputs = {.boxes = cn_at(plan, s->out),
                              .classes = cn_at(plan, s->out_classes),
                              .scores = cn_at(plan, s->out_scores),
                              .count = cn_at(plan, s->out_count)};
    memset(outputs.boxes, 0, s->most * s->per_box * sizeof *outputs.boxes);
    memset(outputs.classes, 0, s->most * s->per_box * sizeof *outputs.classes);
    memset(outputs.scores, 0, s->most * s->per_box * sizeof *outputs.scores);
    return outputs;
}

// In a damaged plan outputs and scratch may overlap.
static void report_box(const struct outputs *outputs, uint32_t at, const struct work *work, uint32_t row) {
    memmove(&outputs->boxes[at], &work->boxes[row], sizeof *outputs->boxes);
}

// ---- each class by itself

// A sorted list of the best; of equals the first stays in front.
static void insert(const detection *s, const struct work *work, uint32_t *count, uint32_t id, float score) {
    uint32_t at = *count;
    while (at > 0 && work->best_scores[at - 1] < score) {
        at--;
    }
    if (at == s->most) {
        return;
    }
    uint32_t last = *count < s->most ? (*count)++ : s->most - 1;
    memmove(&work->best[at + 1], &work->best[at], (last - at) * sizeof *work->best);
    memmove(&work->best_scores[at + 1], &work->best_scores[at], (last - at) * sizeof *work->best_scores);
    work->best[at] = id;
    work->best_scores[at] = score;
}

static void run_regular(const struct cn_plan *plan, const detection *s, const struct work *work) {
    const float *scores = cn_at(plan, s->class_scores);
    uint32_t classes = s->classes + s->background, count = 0;
    for (uint32_t column = 0; column < s->classes; column++) {
        for (uint32_t row = 0; row < s->boxes; row++) {
            work->scores[row] = scores[row * classes + column + s->background];
        }
        activate(plan, s, work);
        for (uint32_t taken = 0; taken < s->per_class; taken++) {
            uint32_t row = take_best(s, work);
            if (row == s->boxes) {
                break;
            }
            insert(s, work, &count, row * classes + column, work->scores[row]);
        }
    }
    struct outputs outputs = outputs_of(plan, s);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t row = work->best[i] / classes;
        report_box(&outputs, i, work, row < s->boxes ? row : 0);
        outputs.classes[i] = (float)(work->best[i] % classes);
        outputs.scores[i] = work->best_scores[i];
    }
    outputs.count[0] = (float)count;
}

// ---- each box by its best classes

// The class behind `before` in the order of scores; the first of equals. before == classes: the best.
static uint32_t next_class(const float *scores, uint32_t classes, uint32_t before) {
    uint32_t best = classes;
    for (uint32_t c = 0; c < classes; c++) {
        bool behind =
            before == classes || scores[c] < scores[before] || (scores[c] == scores[before] && c > before);
        if (behind && (best == classes || scores[c] > scores[best])) {
            best = c;
        }
    }
    return best;
}

static void run_fast(const struct cn_plan *plan, const detection *s, const struct work *work) {
    uint32_t classes = s->classes + s->background, count = 0, taken = 0;
    const float *scores = (const float *)cn_at(plan, s->class_scores) + s->background;
    for (uint32_t row = 0; row < s->boxes; row++) {
        const float *own = scores + row * classes;
        uint32_t best = next_class(own, s->classes, s->classes);
        work->scores[row] = own[best == s->classes ? 0 : best];
    }
    activate(plan, s, work);
    struct outputs outputs = outputs_of(plan, s);
    for (; taken < s->most; taken++) {
        uint32_t row = take_best(s, work);
        if (row == s->boxes) {
            break;
        }
        const float *own = scores + row * classes;
        uint32_t best = s->classes;
        for (uint32_t i = 0; i < s->per_box; i++, count++) {
            uint32_t next = next_class(own, s->classes, best);
            best = next == s->classes ? 0 : next;
            report_box(&outputs, count, work, row);
            outputs.classes[count] = (float)best;
            outputs.scores[count] = own[best];
        }
    }
    outputs.count[0] = (float)taken;
}

static void run_detection(const struct cn_plan *plan, const struct cn_step *step) {
    const detection *s = (const void *)step;
    struct work work = work_of(plan, s);
    memset(work.flags, 0, s->boxes);
    if (s->per_class) {
        run_regular(plan, s, &work);
    } else {
        run_fast(plan, s, &work);
    }
}

CN_KERNEL(detection);
