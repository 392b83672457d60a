// A model of the app image: plan and feature stage are read in place, arena and state lie in the pool.
#include "app_model.h"

#include "cn/error.h"
#include "cn/feature.h"
#include "cn/hal.h"
#include "cn/model.h"
#include "cn/pool.h"
#include "image.h"

#define ALIGN 16u

struct cn_app_model {
    struct cn_model model;
    struct cn_model_needs needs;
    const struct cn_feature_config *features; // NULL: none
    uint8_t *block;                           // what the pool gave: arena, state, scratch
    void *scratch;
};

static size_t up(size_t bytes) {
    return (bytes + ALIGN - 1) / ALIGN * ALIGN;
}

static const uint8_t *section(enum cn_section type, uint32_t id, size_t *length) {
    const struct cn_image *image = cn_image_running();
    return image ? cn_image_section(image, type, id, length) : NULL;
}

static int find_features(struct cn_app_model *model, int32_t id) {
    if (id < 0) {
        return CN_OK;
    }
    size_t length;
    const uint8_t *bytes = section(CN_SECTION_ASSET, (uint32_t)id, &length);
    if (!bytes) {
        return CN_ERR_INVAL;
    }
    model->features = cn_feature_open(bytes, length);
    return model->features ? CN_OK : CN_ERR_BAD_MODEL;
}

// The feature stage writes input 0: it must have just as many int8 elements.
static int check_features(const struct cn_app_model *model) {
    struct cn_tensor input;
    if (!model->features) {
        return CN_OK;
    }
    if (cn_model_input(&model->model, 0, &input) < 0 || input.type != CN_TYPE_I8 || !(input.scale > 0) ||
        input.bytes != cn_feature_count(model->features)) {
        return CN_ERR_BAD_MODEL;
    }
    return CN_OK;
}

static int load(struct cn_app_model *model, uint32_t plan, int32_t features) {
    size_t length;
    const uint8_t *bytes = section(CN_SECTION_PLAN, plan, &length);
    if (!bytes) {
        return CN_ERR_INVAL;
    }
    int res = find_features(model, features);
    if (res < 0) {
        return res;
    }
    if (cn_model_needs(bytes, length, &model->needs) < 0) {
        return CN_ERR_BAD_MODEL;
    }
    size_t arena = up(model->needs.arena_bytes), state = up(model->needs.state_bytes);
    size_t scratch = model->features ? cn_feature_scratch_bytes(model->features) : 0;
    model->block = cn_pool_alloc(arena + state + scratch + ALIGN);
    if (!model->block) {
        return CN_ERR_NO_MEMORY;
    }
    uint8_t *at = (uint8_t *)up((uintptr_t)model->block);
    model->scratch = at + arena + state;
    res = cn_model_load(&model->model, bytes, length, at, arena, at + arena, state);
    return res < 0 ? CN_ERR_BAD_MODEL : check_features(model);
}

struct cn_app_model *cn_app_model_open(uint32_t plan, int32_t features, int *error) {
    struct cn_app_model *model = cn_pool_alloc(sizeof *model);
    if (!model) {
        *error = CN_ERR_NO_MEMORY;
        return NULL;
    }
    *model = (struct cn_app_model){0};
    *error = load(model, plan, features);
    if (*error < 0) {
        cn_app_model_free(model);
        return NULL;
    }
    return model;
}

void cn_app_model_free(struct cn_app_model *model) {
    cn_pool_free(model->block);
    cn_pool_free(model);
}

void cn_app_model_facts(const struct cn_app_model *model, struct cn_app_model_facts *facts) {
    const struct cn_model_needs *needs = &model->needs;
    *facts = (struct cn_app_model_facts){needs->inputs,      needs->outputs,     needs->steps,
                                         needs->arena_bytes, needs->state_bytes, needs->cost};
}

typedef int (*describe)(const struct cn_model *model, uint32_t index, struct cn_tensor *tensor);

static void *elements(struct cn_app_model *model, describe end, uint32_t index, enum cn_type type,
                      size_t bytes_each, size_t *count, int *error) {
    struct cn_tensor tensor;
    if (end(&model->model, index, &tensor) < 0) {
        *error = CN_ERR_RANGE;
        return NULL;
    }
    if (tensor.type != type) {
        *error = CN_ERR_TYPE;
        return NULL;
    }
    *count = tensor.bytes / bytes_each;
    return tensor.data;
}

int8_t *cn_app_model_input(struct cn_app_model *model, uint32_t index, size_t *count, int *error) {
    return elements(model, cn_model_input, index, CN_TYPE_I8, 1, count, error);
}

int8_t *cn_app_model_output(struct cn_app_model *model, uint32_t index, size_t *count, int *error) {
    return elements(model, cn_model_output, index, CN_TYPE_I8, 1, count, error);
}

float *cn_app_model_input_f32(struct cn_app_model *model, uint32_t index, size_t *count, int *error) {
    return elements(model, cn_model_input, index, CN_TYPE_F32, sizeof(float), count, error);
}

float *cn_app_model_output_f32(struct cn_app_model *model, uint32_t index, size_t *count, int *error) {
    return elements(model, cn_model_output, index, CN_TYPE_F32, sizeof(float), count, error);
}

int cn_app_model_features(struct cn_app_model *model, const int16_t *window, size_t count,
                          uint32_t scale_mg_q16) {
    struct cn_tensor input;
    if (!model->features) {
        return CN_ERR_UNSUPPORTED;
    }
    if (count != cn_feature_window_count(model->features) || cn_model_input(&model->model, 0, &input) < 0) {
        return CN_ERR_INVAL;
    }
    hal_spend(cn_feature_cost(model->features));
    cn_feature_run(model->features, window, scale_mg_q16, model->scratch, input.scale, input.zero_point,
                   input.data);
    return CN_OK;
}

// FNV-1a over the bytes of all outputs.
static uint32_t outputs_hash(const struct cn_app_model *model) {
    uint32_t hash = 0x811c9dc5u;
    struct cn_tensor output;
    for (uint32_t i = 0; cn_model_output(&model->model, i, &output) >= 0; i++) {
        const uint8_t *bytes = output.data;
        for (uint32_t at = 0; at < output.bytes; at++) {
            hash = (hash ^ bytes[at]) * 0x01000193u;
        }
    }
    return hash;
}

void cn_app_model_invoke(struct cn_app_model *model) {
    hal_mark(HAL_MARK_INVOKE_BEGIN, 0);
    cn_model_invoke(&model->model);
    hal_mark(HAL_MARK_INVOKE_END, outputs_hash(model));
}

void cn_app_model_reset(struct cn_app_model *model) {
    cn_model_reset(&model->model);
}

int cn_app_model_dequantise(struct cn_app_model *model, uint32_t index, uint32_t element, double *out) {
    struct cn_tensor output;
    if (cn_model_output(&model->model, index, &output) < 0) {
        return CN_ERR_RANGE;
    }
    if (output.type != CN_TYPE_I8) {
        return CN_ERR_TYPE;
    }
    if (element >= output.bytes) {
        return CN_ERR_RANGE;
    }
    *out = (double)output.scale * (((const int8_t *)output.data)[element] - output.zero_point);
    return CN_OK;
}
