// The micro-speech front end: 30 ms of sound become 40 int8 features, bit for bit as TensorFlow Lite Micro's
// audio_preprocessor_int8 computes them. Window, 512-point transform in 16 bits, 40 channels evenly spaced in
// mel from 125 to 7500 Hz, square root, noise reduction, automatic gain (PCAN), logarithm.
#ifndef CN_DSP_FRONTEND_H
#define CN_DSP_FRONTEND_H

#include <stddef.h>
#include <stdint.h>

#define CN_DSP_FRONTEND_RATE_HZ 16000
#define CN_DSP_FRONTEND_SAMPLES 480 // of a frame: 30 ms
#define CN_DSP_FRONTEND_STRIDE 320  // from frame to frame: 20 ms
#define CN_DSP_FRONTEND_CHANNELS 40

// What it remembers from frame to frame; all zeros is a fresh one.
struct cn_dsp_frontend {
    uint32_t noise[CN_DSP_FRONTEND_CHANNELS]; // smoothed channel magnitudes, 10 fraction bits
};

// Bytes of scratch for cn_dsp_frontend_run.
size_t cn_dsp_frontend_scratch_bytes(void);

// Instructions of one cn_dsp_frontend_run on a Cortex-M33, for hal_spend.
uint32_t cn_dsp_frontend_cost(void);

// One frame: samples int16 [480] at 16 kHz, full scale 32768; out int8 [40], channel 0 the lowest, in steps
// of 0.0406 of the natural logarithm of the magnitude, -128 for silence: the input of micro_speech_quantized
// is 49 such rows. Scratch is 8-byte aligned and may not overlap. Task context.
void cn_dsp_frontend_run(struct cn_dsp_frontend *frontend, const int16_t *samples, void *scratch,
                         int8_t *out);

#endif
