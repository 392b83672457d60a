// A model of the app image with the memory it runs on, as the service `catnap:model` shows it.
#ifndef CN_APP_MODEL_H
#define CN_APP_MODEL_H

#include <stddef.h>
#include <stdint.h>

struct cn_app_model;

struct cn_app_model_facts {
    uint32_t inputs, outputs, steps;
    uint32_t arena_bytes, state_bytes;
    uint32_t cost; // estimated Cortex-M33 instructions of one invoke
};

// Open the image's plan number `plan`; `features` is the number of its feature stage, or -1. Memory is taken
// from the pool. NULL and `*error`: CN_ERR_INVAL (no such plan or stage), CN_ERR_BAD_MODEL, CN_ERR_NO_MEMORY.
struct cn_app_model *cn_app_model_open(uint32_t plan, int32_t features, int *error);
void cn_app_model_free(struct cn_app_model *model);

void cn_app_model_facts(const struct cn_app_model *model, struct cn_app_model_facts *facts);

// The elements of tensor `index` in place. NULL and `*error`: CN_ERR_RANGE (no such tensor), CN_ERR_TYPE
// (other elements).
int8_t *cn_app_model_input(struct cn_app_model *model, uint32_t index, size_t *count, int *error);
int8_t *cn_app_model_output(struct cn_app_model *model, uint32_t index, size_t *count, int *error);
float *cn_app_model_input_f32(struct cn_app_model *model, uint32_t index, size_t *count, int *error);
float *cn_app_model_output_f32(struct cn_app_model *model, uint32_t index, size_t *count, int *error);

// A window of raw counts through the feature stage into input 0. CN_ERR_UNSUPPORTED without a stage,
// CN_ERR_INVAL for a window of another length.
int cn_app_model_features(struct cn_app_model *model, const int16_t *window, size_t count,
                          uint32_t scale_mg_q16);

// Run it once; the hash of its outputs is marked for observers.
void cn_app_model_invoke(struct cn_app_model *model);
void cn_app_model_reset(struct cn_app_model *model);

// The real value of element `element` of int8 output `index`.
int cn_app_model_dequantise(struct cn_app_model *model, uint32_t index, uint32_t element, double *out);

#endif
