// Generated from tools/model/steps.ts by tools/gen. Edit that file, then run: npm run gen
// The steps of a plan: ids and parameters, in the order of their bytes.
// clang-format off
#ifndef CN_PLAN_STEPS_H
#define CN_PLAN_STEPS_H

#include <stdint.h>

enum cn_type {
    CN_TYPE_I8 = 0,
    CN_TYPE_I16 = 1,
    CN_TYPE_I32 = 2,
    CN_TYPE_F32 = 3,
    CN_TYPE_U8 = 4,
    CN_TYPE_I64 = 5,
    CN_TYPE_BOOL = 6,
};

// What every step starts with. `words` counts the whole step.
struct cn_step {
    uint16_t kernel;
    uint16_t words;
    uint16_t op;   // number of the operator in the .tflite
    uint16_t code; // its builtin code
    uint32_t cost; // estimated Cortex-M33 instructions
};

#define CN_STEPS_LAST 103
#define CN_STEPS(X) \
    X(1, conv_s8) \
    X(2, dw_s8) \
    X(3, fc_s8) \
    X(4, pool) \
    X(5, add_q) \
    X(6, mul_q) \
    X(7, minmax) \
    X(8, lut8) \
    X(9, softmax_s8) \
    X(10, copy) \
    X(11, fill) \
    X(12, resize_nearest) \
    X(13, argmax) \
    X(14, requant) \
    X(15, quantize) \
    X(16, dequantize) \
    X(17, mean_q) \
    X(18, conv_f32) \
    X(19, dw_f32) \
    X(20, fc_f32) \
    X(21, pool_f32) \
    X(22, binary_f32) \
    X(23, unary_f32) \
    X(24, softmax_f32) \
    X(25, conv_s16) \
    X(26, dw_s16) \
    X(27, fc_s16) \
    X(28, sigmoid_s16) \
    X(29, softmax_s16) \
    X(30, leaky_s16) \
    X(31, tconv_s8) \
    X(99, tconv_s16) \
    X(32, tconv_f32) \
    X(33, svdf_s8) \
    X(34, svdf_f32) \
    X(35, lstm_s8) \
    X(36, binary_i32) \
    X(37, cast) \
    X(38, signal_window) \
    X(39, signal_scale) \
    X(40, signal_rfft) \
    X(41, signal_energy) \
    X(42, signal_filter_bank) \
    X(43, signal_root) \
    X(44, signal_subtract) \
    X(45, signal_pcan) \
    X(46, signal_log) \
    X(47, lstm_f32) \
    X(103, lstm_s16) \
    X(48, map_f32) \
    X(49, curve_f32) \
    X(50, map_i32) \
    X(51, map_s16) \
    X(52, compare) \
    X(53, select) \
    X(54, arith_f32) \
    X(55, arith_i32) \
    X(56, square_diff_q) \
    X(57, div_q) \
    X(58, prelu_q) \
    X(59, softmax_log_f32) \
    X(60, softmax_log_s8) \
    X(61, unit_f32) \
    X(62, unit_s8) \
    X(63, argmin) \
    X(80, gather) \
    X(81, gather_nd) \
    X(82, update_slice) \
    X(101, slice_at) \
    X(83, reduce) \
    X(84, resize_bilinear) \
    X(85, matmul_f32) \
    X(86, matmul_q) \
    X(87, cumsum) \
    X(100, sums_s8) \
    X(88, pool_l2_f32) \
    X(89, conv_z8) \
    X(90, dw_z8) \
    X(91, branch) \
    X(92, jump) \
    X(93, detection) \
    X(94, signal_delay) \
    X(95, signal_frame) \
    X(96, signal_overlap) \
    X(97, signal_stack) \
    X(98, signal_fft) \
    X(102, signal_fft_mixed) \
    X(64, conv_m33) \
    X(65, dw_m33) \
    X(66, fc_m33) \
    X(67, pool_m33) \
    X(68, add_m33)

// CONV_2D int8. Weights are rows of `row` bytes, [kh][kw][ic] padded with 0; bias has the input zero point folded in.
struct cn_step_conv_s8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t table; // per output channel {i32 bias, i32 multiplier, i32 exponent}
    uint32_t scratch; // room for kh*kw*ic bytes; 0xffffffff: read the input in place (1x1, stride 1, no padding)
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    uint32_t row; // bytes from one weight row to the next
    int32_t in_zero;
    int32_t out_zero;
    int32_t min;
    int32_t max;
};

// DEPTHWISE_CONV_2D int8. Weights as in the model, [kh][kw][oc]; bias not folded, taps outside are skipped.
struct cn_step_dw_s8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t table; // per output channel {i32 bias, i32 multiplier, i32 exponent}
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    int32_t in_zero;
    int32_t out_zero;
    int32_t min;
    int32_t max;
};

// FULLY_CONNECTED int8. Rows as in conv_s8; one multiplier; bias i32 [units] folded.
struct cn_step_fc_s8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t bias;
    uint32_t rows; // rows of the input (batch)
    uint32_t depth;
    uint32_t units;
    uint32_t row;
    int32_t weights_zero;
    int32_t out_zero;
    int32_t multiplier;
    int32_t exponent;
    int32_t min;
    int32_t max;
};

// AVERAGE_POOL_2D (kind 0; 2: halves upward) and MAX_POOL_2D (kind 1); int8 and int16.
struct cn_step_pool {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    uint16_t kind;
    uint16_t type;
    int32_t min;
    int32_t max;
};

// ADD and SUB, int8 and int16 (type). Operands scaled by 2^left_shift and their multipliers, summed, scaled back. SUB has a negative multiplier for b.
struct cn_step_add_q {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint16_t type;
    uint16_t subtract;
    int32_t a_zero;
    int32_t b_zero;
    int32_t out_zero;
    int32_t left_shift;
    int32_t a_multiplier;
    int32_t a_exponent;
    int32_t b_multiplier;
    int32_t b_exponent;
    int32_t multiplier;
    int32_t exponent;
    int32_t min;
    int32_t max;
};

// MUL, int8 and int16 (type).
struct cn_step_mul_q {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint16_t type;
    uint16_t reserved;
    int32_t a_zero;
    int32_t b_zero;
    int32_t out_zero;
    int32_t multiplier;
    int32_t exponent;
    int32_t min;
    int32_t max;
};

// MAXIMUM (kind 0) and MINIMUM (kind 1) on any element type.
struct cn_step_minmax {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint16_t type;
    uint16_t kind;
};

// Any function of one byte: 256 result bytes indexed by the input as unsigned.
struct cn_step_lut8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t lut;
    uint32_t count;
};

// SOFTMAX int8 to int8 or int16 (type). exps[d] is exp(-d * beta * scale) in Q0.31 for 0 <= d < exps_count; beyond, 0.
struct cn_step_softmax_s8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t exps;
    uint32_t exps_count;
    uint32_t rows;
    uint32_t depth;
    uint32_t type;
};

// Move elements of `size` bytes between two strided views of up to 5 dimensions (offsets and strides in bytes).
struct cn_step_copy {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint16_t size;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint16_t d4;
    int32_t a0; // stride of in, bytes
    int32_t a1; // stride of in, bytes
    int32_t a2; // stride of in, bytes
    int32_t a3; // stride of in, bytes
    int32_t a4; // stride of in, bytes
    int32_t b0; // stride of out, bytes
    int32_t b1; // stride of out, bytes
    int32_t b2; // stride of out, bytes
    int32_t b3; // stride of out, bytes
    int32_t b4; // stride of out, bytes
};

// Write `count` elements of `size` bytes with the value at `in`.
struct cn_step_fill {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t size;
    uint32_t count;
};

// RESIZE_NEAREST_NEIGHBOR: ys [oh] and xs [ow] (u16) say which input row and column to take; pixels of `size` bytes.
struct cn_step_resize_nearest {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t ys;
    uint32_t xs;
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t oh;
    uint16_t ow;
    uint16_t reserved;
    uint32_t size;
};

// ARG_MAX over the middle of [outer][axis][inner]; the first of equals.
struct cn_step_argmax {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t outer;
    uint32_t axis;
    uint32_t inner;
    uint16_t type;
    uint16_t out_type;
};

// QUANTIZE between integer types.
struct cn_step_requant {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t count;
    uint16_t type;
    uint16_t out_type;
    int32_t in_zero;
    int32_t out_zero;
    int32_t multiplier;
    int32_t exponent;
};

// QUANTIZE float32 to int8, uint8 or int16 (out_type).
struct cn_step_quantize {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t count;
    float scale;
    int32_t zero;
    uint32_t out_type;
};

// DEQUANTIZE int8, uint8, int16 or int32 (type) to float32.
struct cn_step_dequantize {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t count;
    float scale;
    int32_t zero;
    uint32_t type;
};

// MEAN of int8 or int16 (type) over the second of [outer][reduced][inner] views given as strides (elements).
struct cn_step_mean_q {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint16_t o0;
    uint16_t o1;
    uint16_t o2;
    uint16_t o3;
    uint16_t r0;
    uint16_t r1;
    uint16_t r2;
    uint16_t r3;
    uint32_t os0;
    uint32_t os1;
    uint32_t os2;
    uint32_t os3;
    uint32_t rs0;
    uint32_t rs1;
    uint32_t rs2;
    uint32_t rs3;
    uint32_t type; // of a float only count is used
    int32_t in_zero;
    int32_t out_zero;
    int32_t multiplier;
    int32_t exponent;
    uint32_t count; // r0*r1*r2*r3
};

// CONV_2D float32. Weights [oc][kh][kw][ic], bias [oc].
struct cn_step_conv_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t bias;
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    float min;
    float max;
};

// DEPTHWISE_CONV_2D float32. Weights [kh][kw][oc], bias [oc].
struct cn_step_dw_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t bias;
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    float min;
    float max;
};

// FULLY_CONNECTED float32. Weights [units][depth], bias [units].
struct cn_step_fc_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t bias;
    uint32_t rows;
    uint32_t depth;
    uint32_t units;
    float min;
    float max;
};

// AVERAGE_POOL_2D (kind 0) and MAX_POOL_2D (kind 1) float32.
struct cn_step_pool_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    uint16_t kind;
    uint16_t reserved;
    float min;
    float max;
};

// ADD (kind 0), SUB (1) and MUL (2) float32.
struct cn_step_binary_f32 {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint32_t kind;
    float min;
    float max;
};

// LOGISTIC (kind 0), TANH (1), RELU (2), RELU6 (3), LEAKY_RELU (4, slope alpha), HARD_SWISH (5) float32.
struct cn_step_unary_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t count;
    uint32_t kind;
    float alpha;
};

// SOFTMAX float32.
struct cn_step_softmax_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t rows;
    uint32_t depth;
    float beta;
};

// CONV_2D int16 activations, int8 weights [oc][kh][kw][ic], table {i64 bias, i32 multiplier, i32 exponent} [oc].
struct cn_step_conv_s16 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t table;
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    uint32_t narrow; // 1: sums of 32 bits, for a model without a 64-bit bias
    int32_t min;
    int32_t max;
};

// DEPTHWISE_CONV_2D int16, weights [kh][kw][oc], table as in conv_s16.
struct cn_step_dw_s16 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t table;
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    uint32_t narrow; // 1: sums of 32 bits, for a model without a 64-bit bias
    int32_t min;
    int32_t max;
};

// FULLY_CONNECTED int16 activations, int8 weights [units][depth], bias i64 [units].
struct cn_step_fc_s16 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t bias;
    uint32_t rows;
    uint32_t depth;
    uint32_t units;
    uint32_t narrow; // 1: sums of 32 bits, for a model without a 64-bit bias
    int32_t multiplier;
    int32_t exponent;
    int32_t min;
    int32_t max;
};

// LOGISTIC (kind 0) and TANH (kind 1) int16: table u16 [256], interpolated.
struct cn_step_sigmoid_s16 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t sigmoid;
    uint32_t count;
    uint32_t kind;
    int32_t multiplier;
    int32_t shift;
};

// SOFTMAX int16: exps and inverses are i16 [513] tables, interpolated.
struct cn_step_softmax_s16 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t exps;
    uint32_t inverses;
    uint32_t rows;
    uint32_t depth;
    int32_t multiplier;
    int32_t exponent;
};

// RELU, RELU6 and LEAKY_RELU int16: one factor for values of 0 and above, one for those below, then a clamp.
struct cn_step_leaky_s16 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t count;
    int32_t multiplier;
    int32_t exponent;
    int32_t slope_multiplier;
    int32_t slope_exponent;
    int32_t min;
    int32_t max;
};

// TRANSPOSE_CONV int8. Weights [oc][kh][kw][ic], bias not folded; window: o* is the output of the operator.
struct cn_step_tconv_s8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t table; // per output channel {i32 bias, i32 multiplier, i32 exponent}
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    int32_t in_zero;
    int32_t out_zero;
    int32_t min;
    int32_t max;
};

// TRANSPOSE_CONV int16, weights as in tconv_s8, table as in conv_s16.
struct cn_step_tconv_s16 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t table;
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    uint32_t narrow; // 1: sums of 32 bits, for a model without a 64-bit bias
    int32_t min;
    int32_t max;
};

// TRANSPOSE_CONV float32.
struct cn_step_tconv_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t bias;
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    float min;
    float max;
};

// SVDF int8: feature [units*rank][depth], time and state [units*rank][memory] of state_type, bias i32 [units].
struct cn_step_svdf_s8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t feature;
    uint32_t time;
    uint32_t bias;
    uint32_t state;
    uint16_t batch;
    uint16_t depth;
    uint16_t units;
    uint16_t rank;
    uint16_t memory;
    uint16_t state_type;
    int32_t in_zero;
    int32_t out_zero;
    int32_t feature_multiplier;
    int32_t feature_exponent;
    int32_t multiplier;
    int32_t exponent;
};

// SVDF float32.
struct cn_step_svdf_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t feature;
    uint32_t time;
    uint32_t bias;
    uint32_t state;
    uint16_t batch;
    uint16_t depth;
    uint16_t units;
    uint16_t rank;
    uint16_t memory;
    uint16_t reserved;
    float min;
    float max;
};

// UNIDIRECTIONAL_SEQUENCE_LSTM int8, 16-bit cell. Gates in the order input, forget, cell, output; weights [4][cells][depth] and [4][cells][cells], biases i32 [4][cells] with zero points folded in.
struct cn_step_lstm_s8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t input_weights;
    uint32_t recurrent_weights;
    uint32_t input_bias;
    uint32_t recurrent_bias;
    uint32_t hidden; // state i8 [batch][cells]
    uint32_t cell; // state i16 [batch][cells]
    uint32_t scratch; // i16 [4][cells]
    uint16_t batch;
    uint16_t time;
    uint16_t depth;
    uint16_t cells;
    uint16_t time_major;
    uint16_t cell_bits;
    int32_t input_multiplier0;
    int32_t input_multiplier1;
    int32_t input_multiplier2;
    int32_t input_multiplier3;
    int32_t input_exponent0;
    int32_t input_exponent1;
    int32_t input_exponent2;
    int32_t input_exponent3;
    int32_t recurrent_multiplier0;
    int32_t recurrent_multiplier1;
    int32_t recurrent_multiplier2;
    int32_t recurrent_multiplier3;
    int32_t recurrent_exponent0;
    int32_t recurrent_exponent1;
    int32_t recurrent_exponent2;
    int32_t recurrent_exponent3;
    int32_t hidden_zero;
    int32_t hidden_multiplier;
    int32_t hidden_exponent;
    int32_t clip; // 0: none
};

// ADD (kind 0), SUB (1), MUL (2) and DIV (3, toward 0; by 0 gives 0) int32.
struct cn_step_binary_i32 {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint32_t kind;
    int32_t min;
    int32_t max;
};

// CAST of integers to integers (cut) or float32.
struct cn_step_cast {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t count;
    uint16_t type;
    uint16_t out_type;
};

// SignalWindow: int16 [rows][count] times window i16 [count], shifted right.
struct cn_step_signal_window {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t window;
    uint32_t rows;
    uint32_t count;
    uint32_t shift;
};

// SignalFftAutoScale: int16 shifted left to 15 bits; how far goes to bits (i32).
struct cn_step_signal_scale {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t bits;
    uint32_t count;
};

// SignalRfft of 512 points, int16: zeros behind `count` samples; 257 complex values.
struct cn_step_signal_rfft {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t scratch; // i16 [1024]
    uint32_t count;
};

// SignalEnergy: u32 re * re + im * im of the bins first .. end - 1, else 0.
struct cn_step_signal_energy {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t count;
    uint32_t first;
    uint32_t end;
};

// SignalFilterBank: u32 [bins] to u64 [channels]; tables i16 [channels + 1], weights i16 [weights_count].
struct cn_step_signal_filter_bank {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t unweights;
    uint32_t starts;
    uint32_t weight_starts;
    uint32_t widths;
    uint32_t bins;
    uint32_t channels;
    uint32_t weights_count;
};

// SignalFilterBankSquareRoot: u64 to u32, shifted right by bits (i32).
struct cn_step_signal_root {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t bits;
    uint32_t count;
};

// SignalFilterBankSpectralSubtraction: u32; the noise estimate is state and second output.
struct cn_step_signal_subtract {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t noise; // u32 [count]
    uint32_t state; // u32 [count]
    uint32_t count;
    uint32_t smoothing;
    uint32_t rest;
    uint32_t odd_smoothing;
    uint32_t odd_rest;
    uint32_t least_signal;
    uint16_t smoothing_bits;
    uint16_t spectral_bits;
    uint32_t clamping;
};

// SignalPCAN: u32 weighed by a gain, i16 [125], of the noise estimate.
struct cn_step_signal_pcan {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t noise;
    uint32_t gains;
    uint32_t count;
    uint32_t shift;
};

// SignalFilterBankLog: u32 to int16 scale * ln(x << correction_bits); bends u16 [129] is log2(1 + i / 128) - i / 128 in Q16.
struct cn_step_signal_log {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t bends;
    uint32_t count;
    uint32_t scale;
    uint32_t correction_bits;
};

// UNIDIRECTIONAL_SEQUENCE_LSTM float32. Gates and weights in the order of lstm_s8, bias [4][cells].
struct cn_step_lstm_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t input_weights;
    uint32_t recurrent_weights;
    uint32_t bias;
    uint32_t hidden; // state [batch][cells]
    uint32_t cell; // state [batch][cells]
    uint32_t scratch; // [4][cells]
    uint16_t batch;
    uint16_t time;
    uint16_t depth;
    uint16_t cells;
    uint32_t time_major;
    float clip; // 0: none
};

// UNIDIRECTIONAL_SEQUENCE_LSTM int16, weights int8. Gates and weights in the order of lstm_s8.
struct cn_step_lstm_s16 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t input_weights;
    uint32_t recurrent_weights;
    uint32_t bias; // i64 [4][cells]
    uint32_t factors; // {bias i64 0, multiplier, exponent} of each gate: of the input, then of the hidden state
    uint32_t sigmoid; // table of sigmoid_s16
    uint32_t hidden; // state i16 [batch][cells]
    uint32_t cell; // state i16 [batch][cells]
    uint32_t scratch; // i16 [4][cells]
    uint16_t batch;
    uint16_t time;
    uint16_t depth;
    uint16_t cells;
    uint16_t time_major;
    uint16_t reserved;
    int32_t add_multiplier;
    int32_t add_exponent;
    int32_t hidden_multiplier;
    int32_t hidden_exponent;
    int32_t cell_shift; // from the cell to Q3.12
    int32_t clip; // 32768: none
};

// ABS (kind 0), NEG (1), SQUARE (2), FLOOR (3), CEIL (4), ROUND (5), SQRT (6) and RSQRT (7) float32.
struct cn_step_map_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t count;
    uint32_t kind;
};

// EXP (kind 0), LOG (1), SIN (2), COS (3) and ELU (4) float32.
struct cn_step_curve_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t count;
    uint32_t kind;
};

// ABS (kind 0), NEG (1) and SQUARE (2) int32; they wrap.
struct cn_step_map_i32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t count;
    uint32_t kind;
};

// ABS (kind 0) and RSQRT (1) int16: value less in_zero, then a rescale; RSQRT in Q20 first.
struct cn_step_map_s16 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t count;
    uint32_t kind;
    int32_t in_zero;
    int32_t out_zero;
    int32_t multiplier;
    int32_t exponent;
};

// EQUAL (kind 0), NOT_EQUAL (1), GREATER (2), GREATER_EQUAL (3), LESS (4), LESS_EQUAL (5) to bool. With left_shift above 0 both operands are rescaled first.
struct cn_step_compare {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint16_t type;
    uint16_t kind;
    int32_t a_zero;
    int32_t b_zero;
    int32_t left_shift;
    int32_t a_multiplier;
    int32_t a_exponent;
    int32_t b_multiplier;
    int32_t b_exponent;
};

// SELECT_V2: where the bool `condition`, walked with the strides c, is not 0 the element of a, else that of b; elements of `size` bytes.
struct cn_step_select {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint32_t condition;
    uint32_t c0; // stride of condition, elements
    uint32_t c1; // stride of condition, elements
    uint32_t c2; // stride of condition, elements
    uint32_t c3; // stride of condition, elements
    uint32_t size;
};

// DIV (kind 0), SQUARED_DIFFERENCE (1), FLOOR_DIV (2), FLOOR_MOD (3) and PRELU (4) float32.
struct cn_step_arith_f32 {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint32_t kind;
    float min;
    float max;
};

// SQUARED_DIFFERENCE (kind 1), FLOOR_DIV (2) and FLOOR_MOD (3) int32; a division by 0 gives 0.
struct cn_step_arith_i32 {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint32_t kind;
};

// SQUARED_DIFFERENCE int8 and int16 (type).
struct cn_step_square_diff_q {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint32_t type;
    int32_t a_zero;
    int32_t b_zero;
    int32_t left_shift;
    int32_t a_multiplier;
    int32_t a_exponent;
    int32_t b_multiplier;
    int32_t b_exponent;
    int32_t multiplier;
    int32_t exponent;
    int32_t out_zero;
};

// DIV int8 and uint8 (type): a reciprocal in fixed point; a division by 0 gives out_zero.
struct cn_step_div_q {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint32_t type;
    int32_t a_zero;
    int32_t b_zero;
    int32_t out_zero;
    int32_t multiplier;
    int32_t exponent;
    int32_t min;
    int32_t max;
};

// PRELU int8 and int16 (type): b is alpha, int8.
struct cn_step_prelu_q {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t d3;
    uint32_t a0; // stride of a, elements
    uint32_t a1; // stride of a, elements
    uint32_t a2; // stride of a, elements
    uint32_t a3; // stride of a, elements
    uint32_t b0; // stride of b, elements
    uint32_t b1; // stride of b, elements
    uint32_t b2; // stride of b, elements
    uint32_t b3; // stride of b, elements
    uint32_t type;
    int32_t a_zero;
    int32_t b_zero;
    int32_t out_zero;
    int32_t multiplier;
    int32_t exponent;
    int32_t slope_multiplier; // factor of input times alpha, below 0
    int32_t slope_exponent;
};

// LOG_SOFTMAX float32.
struct cn_step_softmax_log_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t rows;
    uint32_t depth;
};

// LOG_SOFTMAX int8: exps[d] and diffs[d] are exp(-d) in Q0.31 and -d in Q5.26, both of d input steps, for d < exps_count.
struct cn_step_softmax_log_s8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t exps;
    uint32_t diffs;
    uint32_t exps_count;
    uint32_t rows;
    uint32_t depth;
    int32_t reverse_multiplier;
    int32_t reverse_exponent;
};

// L2_NORMALIZATION float32: rows divided by their length.
struct cn_step_unit_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t rows;
    uint32_t depth;
};

// L2_NORMALIZATION int8 to a scale of 1/128.
struct cn_step_unit_s8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t rows;
    uint32_t depth;
    int32_t in_zero;
};

// ARG_MIN, as argmax.
struct cn_step_argmin {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t outer;
    uint32_t axis;
    uint32_t inner;
    uint16_t type;
    uint16_t out_type;
};

// GATHER: [batch][outer][axis] lines of `size` bytes, taken by int32 indices [batch][count]; an index outside is moved to the nearest.
struct cn_step_gather {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t indices;
    uint32_t batch;
    uint32_t outer;
    uint32_t axis;
    uint32_t count;
    uint32_t size;
};

// GATHER_ND: `count` lines of `size` bytes, each found by `depth` int32 indices into dimensions l0.. with strides s0.. (bytes); an index outside is moved to the nearest.
struct cn_step_gather_nd {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t indices;
    uint32_t count;
    uint32_t depth;
    uint32_t size;
    uint32_t l0;
    uint32_t l1;
    uint32_t l2;
    uint32_t l3;
    uint32_t l4;
    uint32_t s0; // stride, bytes
    uint32_t s1; // stride, bytes
    uint32_t s2; // stride, bytes
    uint32_t s3; // stride, bytes
    uint32_t s4; // stride, bytes
};

// DYNAMIC_UPDATE_SLICE: writes u0..u4 elements of `size` bytes into out, of sizes l0..l4, at the int32 starts; out holds the operand already. `rank` starts belong to the last dimensions.
struct cn_step_update_slice {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t starts;
    uint32_t rank;
    uint32_t size;
    uint32_t l0;
    uint32_t l1;
    uint32_t l2;
    uint32_t l3;
    uint32_t l4;
    uint32_t u0;
    uint32_t u1;
    uint32_t u2;
    uint32_t u3;
    uint32_t u4;
};

// SLICE whose begin is computed: reads u0..u4 elements of `size` bytes from in, of sizes l0..l4, at the int32 starts. `rank` starts belong to the last dimensions.
struct cn_step_slice_at {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t starts;
    uint32_t rank;
    uint32_t size;
    uint32_t l0;
    uint32_t l1;
    uint32_t l2;
    uint32_t l3;
    uint32_t l4;
    uint32_t u0;
    uint32_t u1;
    uint32_t u2;
    uint32_t u3;
    uint32_t u4;
};

// SUM (kind 0), REDUCE_MAX (1), REDUCE_MIN (2), REDUCE_PROD (3), REDUCE_ALL (4), REDUCE_ANY (5) over the second of [outer][reduced] views. SUM of int8 and int16 is rescaled.
struct cn_step_reduce {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint16_t o0;
    uint16_t o1;
    uint16_t o2;
    uint16_t o3;
    uint16_t r0;
    uint16_t r1;
    uint16_t r2;
    uint16_t r3;
    uint32_t os0; // stride, elements
    uint32_t os1; // stride, elements
    uint32_t os2; // stride, elements
    uint32_t os3; // stride, elements
    uint32_t rs0; // stride, elements
    uint32_t rs1; // stride, elements
    uint32_t rs2; // stride, elements
    uint32_t rs3; // stride, elements
    uint32_t type;
    int32_t in_zero;
    int32_t out_zero;
    int32_t multiplier;
    int32_t exponent;
    uint32_t count; // r0*r1*r2*r3
    uint32_t kind;
};

// RESIZE_BILINEAR float32, int8 and int16 (type): per output row and column {u16 low, u16 high, i32 or f32 fraction}; fractions of integers in 1/1024.
struct cn_step_resize_bilinear {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t rows;
    uint32_t columns;
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t oh;
    uint16_t ow;
    uint16_t type;
    uint32_t channels;
};

// BATCH_MATMUL float32: out [d0][d1][d2][m][n], sums over k.
struct cn_step_matmul_f32 {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t reserved;
    uint32_t m;
    uint32_t n;
    uint32_t k;
    uint32_t a0; // stride, elements
    uint32_t a1; // stride, elements
    uint32_t a2; // stride, elements
    uint32_t b0; // stride, elements
    uint32_t b1; // stride, elements
    uint32_t b2; // stride, elements
    uint32_t am; // stride, elements
    uint32_t ak; // stride, elements
    uint32_t bk; // stride, elements
    uint32_t bn; // stride, elements
};

// BATCH_MATMUL int8 and int16 (type), as matmul_f32.
struct cn_step_matmul_q {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint16_t d0;
    uint16_t d1;
    uint16_t d2;
    uint16_t type;
    uint32_t m;
    uint32_t n;
    uint32_t k;
    uint32_t a0; // stride, elements
    uint32_t a1; // stride, elements
    uint32_t a2; // stride, elements
    uint32_t b0; // stride, elements
    uint32_t b1; // stride, elements
    uint32_t b2; // stride, elements
    uint32_t am; // stride, elements
    uint32_t ak; // stride, elements
    uint32_t bk; // stride, elements
    uint32_t bn; // stride, elements
    int32_t a_zero;
    int32_t b_zero;
    int32_t out_zero;
    int32_t multiplier;
    int32_t exponent;
    int32_t min;
    int32_t max;
};

// CUMSUM over the middle of [outer][axis][inner], float32, int32 and int64 (type).
struct cn_step_cumsum {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t outer;
    uint32_t axis;
    uint32_t inner;
    uint16_t type;
    uint16_t exclusive;
    uint16_t reverse;
    uint16_t reserved;
};

// CUMSUM int8 over the middle of [outer][axis][inner], rescaled; `total`: only the last sums, [outer][inner].
struct cn_step_sums_s8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t outer;
    uint32_t axis;
    uint32_t inner;
    uint16_t exclusive;
    uint16_t reverse;
    uint16_t total;
    uint16_t reserved;
    int32_t in_zero;
    int32_t out_zero;
    int32_t multiplier;
    int32_t exponent;
};

// L2_POOL_2D float32: root of the mean square.
struct cn_step_pool_l2_f32 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    float min;
    float max;
};

// CONV_2D of a uint8 model: weights [oc][kh][kw][ic] with a zero point; taps outside are skipped.
struct cn_step_conv_z8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t table; // per output channel {i32 bias, i32 multiplier, i32 exponent}
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    int32_t in_zero;
    int32_t weights_zero;
    int32_t out_zero;
    int32_t min;
    int32_t max;
};

// DEPTHWISE_CONV_2D of a uint8 model: weights [kh][kw][oc] with a zero point; taps outside are skipped.
struct cn_step_dw_z8 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights;
    uint32_t table; // per output channel {i32 bias, i32 multiplier, i32 exponent}
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    int32_t in_zero;
    int32_t weights_zero;
    int32_t out_zero;
    int32_t min;
    int32_t max;
};

// IF and WHILE: goes on at `target` if the bool at `condition` is 0. Only in plans with the flag CN_PLAN_CONTROL.
struct cn_step_branch {
    struct cn_step head;
    uint32_t condition;
    uint32_t target; // offset from the first step
};

// Goes on at `target`; to the step behind it where two ways meet.
struct cn_step_jump {
    struct cn_step head;
    uint32_t target; // offset from the first step
};

// TFLite_Detection_PostProcess float32. in [boxes][box_size], class_scores [boxes][background + classes], anchors [boxes][4]; out [most * per_box][4]. What is not found is 0.
struct cn_step_detection {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t class_scores;
    uint32_t anchors;
    uint32_t out_classes;
    uint32_t out_scores;
    uint32_t out_count;
    uint32_t scratch; // f32 [boxes][5], [most][2], a byte for each box
    uint32_t boxes;
    uint32_t box_size;
    uint32_t classes;
    uint32_t background; // 1: the first score of each box is that of no class
    uint32_t most; // boxes that are kept
    uint32_t per_box; // classes reported of each
    uint32_t per_class; // each class by itself, so many boxes of each; 0: boxes by their best class
    float least_score;
    float most_overlap;
    float y_scale;
    float x_scale;
    float h_scale;
    float w_scale;
};

// SignalDelay int16 [rows][count] by `delay` samples; state [rows][delay].
struct cn_step_signal_delay {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t state;
    uint32_t rows;
    uint32_t count;
    uint32_t delay;
};

// SignalFramer int16: [rows][frames][step] samples to [rows][frames][size]; what is not yet there is 0 and valid 0.
struct cn_step_signal_frame {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t valid; // bool
    uint32_t state; // [rows][keep]
    uint32_t count; // state u32: samples kept
    uint32_t rows;
    uint32_t frames;
    uint32_t size;
    uint32_t step;
    uint32_t keep;
};

// SignalOverlapAdd int16 and float32 (type): [rows][frames][size] to [rows][frames][step]; state [rows][size].
struct cn_step_signal_overlap {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t state;
    uint32_t rows;
    uint32_t frames;
    uint32_t size;
    uint32_t step;
    uint32_t type;
};

// SignalStacker int16: `frames` of [channels], moved on by `step` of them; the first one stands for `left` before it.
struct cn_step_signal_stack {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t valid; // bool
    uint32_t state; // [frames][channels]
    uint32_t count; // state u32 [2]: frames kept, whether there was one
    uint32_t channels;
    uint32_t frames;
    uint32_t left;
    uint32_t step;
};

// SignalRfft ([rows][count] to [rows][points + 2]) and SignalIrfft (inverse 1) of int16, int32, float32 (type); turns: points / 2 complex, then points / 4.
struct cn_step_signal_fft {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t turns;
    uint32_t scratch; // [2 * points]
    uint32_t rows;
    uint32_t count;
    uint32_t points;
    uint32_t type;
    uint32_t inverse;
};

// As signal_fft, of even `points` whose half is a product of 2, 3 and 5.
struct cn_step_signal_fft_mixed {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t turns;
    uint32_t scratch; // [2 * points]
    uint32_t rows;
    uint32_t count;
    uint32_t points;
    uint32_t type;
    uint32_t inverse;
};

// CONV_2D int8 for Cortex-M33. Windows are rows of kw*ic bytes padded to words; stream as in native/kernels/m33/conv_block.h.
struct cn_step_conv_m33 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t stream; // pairs of output channels: start values, packed weights, requantisation
    uint32_t fill; // i8 [oc]: a pixel before its computed channels are written; 0xffffffff: all are computed
    uint32_t scratch; // packed pixels 6*row bytes, a band of image rows unless the windows are single pixels, 3*oc bytes
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    uint16_t pairs;
    uint16_t reserved;
    int32_t in_zero;
    int32_t min;
    int32_t max;
};

// DEPTHWISE_CONV_2D int8, 3x3, for Cortex-M33; channels a multiple of 4, layouts in native/kernels/m33/dw_m33.c.
struct cn_step_dw_m33 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t weights; // per 4 channels and tap 4 weights as i16, doubled, in the order 0, 2, 1, 3
    uint32_t table; // per 4 channels 4 start values, then {multiplier, rounding, shift} each
    uint32_t scratch; // 3 rows with their borders
    uint16_t batch;
    uint16_t ih;
    uint16_t iw;
    uint16_t ic;
    uint16_t oh;
    uint16_t ow;
    uint16_t oc;
    uint16_t kh;
    uint16_t kw;
    uint16_t sh;
    uint16_t sw;
    uint16_t dh;
    uint16_t dw;
    uint16_t pad_top;
    uint16_t pad_left;
    uint16_t multiplier; // depth multiplier; 1 where there is none
    int32_t in_zero;
    int32_t min;
    int32_t max;
};

// FULLY_CONNECTED int8 for Cortex-M33; stream as in native/kernels/m33/fc_m33.c. Deep layers are summed in parts.
struct cn_step_fc_m33 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t stream; // fours of units: start values, packed weights
    uint32_t scratch; // the packed part of a row, 8 bytes; with several parts the sums i32 of all fours
    uint32_t rows;
    uint32_t depth;
    uint32_t units;
    uint32_t part; // inputs of a part, a multiple of 4; the last part may have fewer
    int32_t multiplier;
    int32_t rounding;
    int32_t shift;
    int32_t min;
    int32_t max;
};

// AVERAGE_POOL_2D int8 over whole images of up to 256 pixels for Cortex-M33; channels a multiple of 4.
struct cn_step_pool_m33 {
    struct cn_step head;
    uint32_t in;
    uint32_t out;
    uint32_t batch;
    uint32_t pixels;
    uint32_t channels;
    int32_t min;
    int32_t max;
};

// ADD and SUB int8 of equal shapes for Cortex-M33.
struct cn_step_add_m33 {
    struct cn_step head;
    uint32_t a;
    uint32_t b;
    uint32_t out;
    uint32_t a_table; // i32 [256]: twice the scaled operand by its byte
    uint32_t b_table;
    uint32_t count;
    int32_t multiplier;
    int32_t rounding;
    int32_t shift;
    int32_t min;
    int32_t max;
};

#endif
