// Model: a plan on memory of the pool, its feature stage, and typed access to its tensors.
#include "cn/model.h"

#include <stdbool.h>
#include <string.h>

#include "cn/anomaly.h"
#include "cn/clock.h"
#include "cn/dsp_math.h"
#include "cn/error.h"
#include "cn/feature.h"
#include "cn/hal.h"
#include "cn/model_parts.h"
#include "cn/plan.h"
#include "cn/pool.h"

#define ALIGNMENT 16 // of arena and state, as cn_plan_load wants it

struct cn_model {
    struct cn_plan plan;
    uint8_t *memory; // of the pool: arena, then state, if they are its own; a little more, for the alignment
    uint8_t *arena, *state;
    uint8_t *kept; // the state, if it lies in retained memory
    const struct cn_feature_config *features;
    void *scratch; // of the feature stage; the values of the last window at its end
    const struct cn_anomaly *anomaly;
    bool has_values, is_sharing;
    uint32_t outputs;
};

// ---- make and free

static uint8_t *aligned(uint8_t *memory) {
    return (uint8_t *)(((uintptr_t)memory + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1));
}

static void seal(const struct cn_model *model) {
    if (model->kept) {
        cn_model_parts.keeping->seal(model->kept);
    }
}

// What of arena and state lies nowhere else comes from the pool.
static int find_memory(struct cn_model *model, const struct cn_plan_needs *needs, bool *is_kept) {
    size_t arena = (needs->arena_bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    size_t own = (needs->shared_bytes ? 0 : arena) + (needs->is_kept ? 0 : needs->state_bytes);
    if (needs->shared_bytes) {
        model->arena = cn_model_parts.sharing->open(needs);
        model->is_sharing = model->arena != NULL;
    }
    if (needs->is_kept) {
        model->kept = cn_model_parts.keeping->open(needs->hash, needs->state_bytes, is_kept);
    }
    model->memory = own ? cn_pool_alloc(own + ALIGNMENT) : NULL;
    if ((own && !model->memory) || (needs->shared_bytes && !model->is_sharing) ||
        (needs->is_kept && !model->kept)) {
        return CN_ERR_NO_MEMORY;
    }
    uint8_t *start = aligned(model->memory);
    model->arena = model->is_sharing ? model->arena : start;
    model->state = model->kept ? model->kept : start + (own - needs->state_bytes);
    return CN_OK;
}

static int load(struct cn_model *model, struct cn_model_part plan) {
    struct cn_plan_needs needs;
    bool is_kept = false;
    if (cn_plan_needs(plan.bytes, plan.size, &needs) < 0 || (needs.is_kept && !cn_model_parts.keeping) ||
        (needs.shared_bytes && !cn_model_parts.sharing)) {
        return CN_ERR_BAD_MODEL;
    }
    int res = find_memory(model, &needs, &is_kept);
    if (res < 0) {
        return res;
    }
    model->outputs = needs.outputs;
    if (cn_plan_load(&model->plan, plan.bytes, plan.size, model->arena, needs.arena_bytes, model->state,
                     needs.state_bytes) < 0) {
        return CN_ERR_BAD_MODEL;
    }
    if (!is_kept) {
        cn_model_reset(model);
    }
    return CN_OK;
}

static uint32_t count_of(const struct cn_tensor *tensor) {
    uint32_t count = 1;
    for (uint8_t i = 0; i < tensor->rank; i++) {
        count *= tensor->shape[i];
    }
    return count;
}

static int load_features(struct cn_model *model, struct cn_model_part features) {
    struct cn_tensor input;
    model->features = cn_feature_open(features.bytes, features.size);
    if (!model->features || cn_plan_input(&model->plan, 0, &input) < 0 || input.type != CN_TYPE_I8 ||
        input.bytes != cn_feature_count(model->features)) {
        return CN_ERR_BAD_MODEL;
    }
    model->scratch = cn_pool_alloc(cn_feature_scratch_bytes(model->features));
    return model->scratch ? CN_OK : CN_ERR_NO_MEMORY;
}

static int load_anomaly(struct cn_model *model, struct cn_model_part anomaly) {
    struct cn_tensor output;
    size_t values = model->features ? cn_feature_count(model->features) : 0;
    model->anomaly = cn_anomaly_open(anomaly.bytes, anomaly.size, values);
    if (!model->anomaly || values == 0) {
        return CN_ERR_BAD_MODEL;
    }
    bool fits = model->anomaly->kind == CN_ANOMALY_CLUSTERS ||
                (cn_plan_output(&model->plan, 0, &output) >= 0 && count_of(&output) == values);
    return fits ? CN_OK : CN_ERR_BAD_MODEL;
}

struct cn_model *cn_model_new(struct cn_model_part plan, struct cn_model_part features,
                              struct cn_model_part anomaly, int *error) {
    struct cn_model *model = cn_pool_alloc(sizeof *model);
    if (!model) {
        *error = CN_ERR_NO_MEMORY;
        return NULL;
    }
    memset(model, 0, sizeof *model);
    *error = load(model, plan);
    if (*error >= 0 && features.bytes) {
        *error = load_features(model, features);
    }
    if (*error >= 0 && anomaly.bytes) {
        *error = load_anomaly(model, anomaly);
    }
    if (*error < 0) {
        cn_model_free(model);
        return NULL;
    }
    return model;
}

void cn_model_free(struct cn_model *model) {
    if (model->kept) {
        cn_model_parts.keeping->close(model->kept);
    }
    if (model->is_sharing) {
        cn_model_parts.sharing->close();
    }
    cn_pool_free(model->scratch);
    cn_pool_free(model->memory);
    cn_pool_free(model);
}

// ---- run

int cn_model_features(struct cn_model *model, const int16_t *window, size_t count, double per_count) {
    if (!model->features) {
        return CN_ERR_STATE;
    }
    if (count != cn_feature_window_count(model->features)) {
        return CN_ERR_INVAL;
    }
    struct cn_tensor input;
    int res = cn_plan_input(&model->plan, 0, &input);
    if (res < 0) {
        return res;
    }
    cn_clock_begin(CN_PHASE_FEATURES);
    hal_spend(cn_feature_cost(model->features));
    cn_feature_run(model->features, window, (float)per_count, model->scratch, input.scale, input.zero_point,
                   input.data);
    model->has_values = true;
    cn_clock_end();
    return CN_OK;
}

// FNV-1a over the bytes of all outputs: what an observer compares between runs and targets.
static uint32_t output_hash(const struct cn_model *model) {
    uint32_t hash = 0x811c9dc5u;
    struct cn_tensor output;
    for (uint32_t i = 0; i < model->outputs && cn_plan_output(&model->plan, i, &output) >= 0; i++) {
        const uint8_t *bytes = output.data;
        for (uint32_t b = 0; b < output.bytes; b++) {
            hash = (hash ^ bytes[b]) * 0x01000193u;
        }
    }
    return hash;
}

void cn_model_invoke(struct cn_model *model) {
    cn_clock_begin(CN_PHASE_INFERENCE);
    hal_mark(HAL_MARK_INVOKE_BEGIN, 0);
    cn_plan_invoke(&model->plan);
    seal(model);
    hal_mark(HAL_MARK_INVOKE_END, output_hash(model));
    cn_clock_end();
}

void cn_model_reset(struct cn_model *model) {
    cn_plan_reset(&model->plan);
    seal(model);
}

void cn_model_leave(struct cn_model *model) {
    model->has_values = false;
}

// ---- tensors

static int describe(const struct cn_model *model, int end, uint32_t index, struct cn_tensor *tensor) {
    return end == CN_MODEL_INPUT ? cn_plan_input(&model->plan, index, tensor)
                                 : cn_plan_output(&model->plan, index, tensor);
}

static void *elements(const struct cn_model *model, int end, uint32_t index, enum cn_type type,
                      size_t element_bytes, size_t *count, int *error) {
    struct cn_tensor tensor;
    *error = describe(model, end, index, &tensor) < 0 ? CN_ERR_RANGE
             : tensor.type != type                    ? CN_ERR_TYPE
                                                      : CN_OK;
    if (*error < 0) {
        return NULL;
    }
    *count = tensor.bytes / element_bytes;
    return tensor.data;
}

int8_t *cn_model_int8(struct cn_model *model, int end, uint32_t index, size_t *count, int *error) {
    return elements(model, end, index, CN_TYPE_I8, sizeof(int8_t), count, error);
}

uint8_t *cn_model_uint8(struct cn_model *model, int end, uint32_t index, size_t *count, int *error) {
    return elements(model, end, index, CN_TYPE_U8, sizeof(uint8_t), count, error);
}

int16_t *cn_model_int16(struct cn_model *model, int end, uint32_t index, size_t *count, int *error) {
    return elements(model, end, index, CN_TYPE_I16, sizeof(int16_t), count, error);
}

int32_t *cn_model_int32(struct cn_model *model, int end, uint32_t index, size_t *count, int *error) {
    return elements(model, end, index, CN_TYPE_I32, sizeof(int32_t), count, error);
}

float *cn_model_float32(struct cn_model *model, int end, uint32_t index, size_t *count, int *error) {
    return elements(model, end, index, CN_TYPE_F32, sizeof(float), count, error);
}

static double value_at(const struct cn_tensor *tensor, uint32_t element) {
    switch (tensor->type) {
    case CN_TYPE_I8:
        return (((const int8_t *)tensor->data)[element] - tensor->zero_point) * (double)tensor->scale;
    case CN_TYPE_U8:
        return (((const uint8_t *)tensor->data)[element] - tensor->zero_point) * (double)tensor->scale;
    case CN_TYPE_I16:
        return (((const int16_t *)tensor->data)[element] - tensor->zero_point) * (double)tensor->scale;
    case CN_TYPE_I32: {
        int32_t stored = ((const int32_t *)tensor->data)[element];
        // an index (ARG_MAX) has no scale
        return tensor->scale == 0 ? stored : ((double)stored - tensor->zero_point) * (double)tensor->scale;
    }
    case CN_TYPE_F32:
        return ((const float *)tensor->data)[element];
    case CN_TYPE_I64:
        return (double)((const int64_t *)tensor->data)[element];
    default:
        return ((const uint8_t *)tensor->data)[element] != 0;
    }
}

int cn_model_value(struct cn_model *model, uint32_t index, uint32_t element, double *value) {
    struct cn_tensor tensor;
    if (describe(model, CN_MODEL_OUTPUT, index, &tensor) < 0 || element >= count_of(&tensor)) {
        return CN_ERR_RANGE;
    }
    *value = value_at(&tensor, element);
    return CN_OK;
}

int cn_model_best(struct cn_model *model, uint32_t index) {
    struct cn_tensor tensor;
    if (describe(model, CN_MODEL_OUTPUT, index, &tensor) < 0) {
        return CN_ERR_RANGE;
    }
    uint32_t best = 0;
    for (uint32_t i = 1; i < count_of(&tensor); i++) {
        if (value_at(&tensor, i) > value_at(&tensor, best)) {
            best = i;
        }
    }
    return (int)best;
}

// ---- anomaly

// Root of the mean square of the differences between the features and what the model makes of them.
static double rebuilt_apart(const struct cn_model *model, const float *values, size_t count) {
    struct cn_tensor output;
    double sum = 0;
    if (cn_plan_output(&model->plan, 0, &output) < 0) {
        return 0; // cn_model_new has seen it
    }
    for (uint32_t i = 0; i < count; i++) {
        double apart = value_at(&output, i) - (double)values[i];
        sum += apart * apart;
    }
    return (double)cn_dsp_sqrt((float)(sum / (double)count));
}

int cn_model_anomaly(struct cn_model *model, struct cn_model_anomaly *anomaly) {
    if (!model->anomaly || !model->has_values) {
        return CN_ERR_STATE;
    }
    size_t count = cn_feature_count(model->features);
    const uint8_t *end = (const uint8_t *)model->scratch + cn_feature_scratch_bytes(model->features);
    const float *values = (const float *)(const void *)end - count;
    anomaly->score = model->anomaly->kind == CN_ANOMALY_CLUSTERS
                         ? (double)cn_anomaly_score(model->anomaly, values)
                         : rebuilt_apart(model, values, count);
    anomaly->is_anomaly = anomaly->score > (double)model->anomaly->threshold;
    return CN_OK;
}
