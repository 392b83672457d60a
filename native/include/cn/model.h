// Models that apps hold: a plan with its arena and, for sensor windows, the feature stage in front of it.
#ifndef CN_MODEL_H
#define CN_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cn/plan_steps.h"

enum cn_model_end { CN_MODEL_INPUT = 0, CN_MODEL_OUTPUT = 1 };

// All its memory is taken from the pool by cn_model_new; invoking allocates nothing.
struct cn_model;

struct cn_model_part {
    const uint8_t *bytes; // NULL: none
    size_t size;
};

// Check the plan and, where they are, the feature stage and the anomaly score, and make room for them. All
// stay where they are and must outlive the model. NULL and `*error` on failure: CN_ERR_BAD_MODEL (damaged,
// another version, a kernel that this firmware does not have, a feature stage that does not fit input 0, a
// score without a feature stage or that does not fit output 0), CN_ERR_NO_MEMORY.
struct cn_model *cn_model_new(struct cn_model_part plan, struct cn_model_part features,
                              struct cn_model_part anomaly, int *error);
void cn_model_free(struct cn_model *model);

// Compute the features of `window` (int16 [samples][axes]; a count stands for `per_count`: milli-g of an
// accelerometer, 1 of sound) into input tensor 0. CN_ERR_STATE without a feature stage, CN_ERR_INVAL when the
// window has another length.
int cn_model_features(struct cn_model *model, const int16_t *window, size_t count, double per_count);

struct cn_model_anomaly {
    double score;
    bool is_anomaly; // above the threshold
};

// How far the features of the last window lie from what the model was made for, after an invoke. CN_ERR_STATE
// without an anomaly score or before the first window.
int cn_model_anomaly(struct cn_model *model, struct cn_model_anomaly *anomaly);

// Run the model on what its input tensors hold. Inputs may be overwritten by it.
void cn_model_invoke(struct cn_model *model);

// Put the variables of a streaming model back to their first values.
void cn_model_reset(struct cn_model *model);

// Another model runs in the shared arena: the last window has no anomaly score any more.
void cn_model_leave(struct cn_model *model);

// The elements of a tensor in place, as long as the model lives; NULL when there is no such tensor or it
// has another type.
int8_t *cn_model_int8(struct cn_model *model, int end, uint32_t index, size_t *count, int *error);
uint8_t *cn_model_uint8(struct cn_model *model, int end, uint32_t index, size_t *count, int *error);
int16_t *cn_model_int16(struct cn_model *model, int end, uint32_t index, size_t *count, int *error);
int32_t *cn_model_int32(struct cn_model *model, int end, uint32_t index, size_t *count, int *error);
float *cn_model_float32(struct cn_model *model, int end, uint32_t index, size_t *count, int *error);

// The real value of one element of an output tensor. CN_ERR_RANGE when there is no such element.
int cn_model_value(struct cn_model *model, uint32_t index, uint32_t element, double *value);

// The output element with the highest real value, the first of equals. CN_ERR_RANGE when there is no such
// tensor.
int cn_model_best(struct cn_model *model, uint32_t index);

#endif
