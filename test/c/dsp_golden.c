// The golden values for callers outside: name, hash, expected hash by index.
#include "dsp_golden.h"

const char *dsp_golden_name(uint32_t index) {
    return index < DSP_GOLDENS ? dsp_goldens[index].name : NULL;
}

uint32_t dsp_golden_hash(uint32_t index) {
    return dsp_goldens[index].hash();
}

uint32_t dsp_golden_want(uint32_t index) {
    return dsp_goldens[index].want;
}
