// Analog inputs: one conversion of the SAADC at a time; between conversions it is off.
#include "cn/error.h"
#include "cn/hal.h"
#include "facts.h"
#include "port.h"

// Erratum 65 concerns the SAADC; its text was not obtained. This port uses the least that converts: one
// channel, no scan, burst, oversampling or calibration, enabled for the time of one conversion.
#define INPUTS 8u
// 12 us of conversion are shorter than a sleep pays; three ticks are 61 us at least.
#define PATIENCE_TICKS 3u

// Gain 1/6 of the internal reference of 0.6 V: 3.6 V at full scale. 10 us of acquisition serve sources up to
// 100 kilohm [nRF52 product specification, SAADC, "Acquisition time"].
#define CHANNEL (SAADC_CH_CONFIG_GAIN_Gain1_6 | SAADC_CH_CONFIG_TACQ_10us)

static volatile int16_t result; // written by EasyDMA

static bool wait_for(uint32_t event) {
    uint64_t until_tick = time_ticks() + PATIENCE_TICKS;
    while (REG(SAADC_BASE, event) == 0) {
        if (time_ticks() >= until_tick) {
            return REG(SAADC_BASE, event) != 0;
        }
    }
    return true;
}

static void trigger(uint32_t task, uint32_t event) {
    event_clear(SAADC_BASE, event);
    REG(SAADC_BASE, task) = 1;
}

static bool convert(uint32_t positive) {
    REG(SAADC_BASE, SAADC_ENABLE) = SAADC_ENABLE_ENABLE;
    REG(SAADC_BASE, SAADC_CH_PSELP) = positive;
    REG(SAADC_BASE, SAADC_CH_CONFIG) = CHANNEL;
    REG(SAADC_BASE, SAADC_RESOLUTION) = SAADC_RESOLUTION_VAL_12bit;
    REG(SAADC_BASE, SAADC_RESULT_PTR) = (uint32_t)&result;
    REG(SAADC_BASE, SAADC_RESULT_MAXCNT) = 1;
    trigger(SAADC_TASKS_START, SAADC_EVENTS_STARTED);
    bool done = wait_for(SAADC_EVENTS_STARTED);
    if (done) {
        trigger(SAADC_TASKS_SAMPLE, SAADC_EVENTS_END);
        done = wait_for(SAADC_EVENTS_END);
    }
    trigger(SAADC_TASKS_STOP, SAADC_EVENTS_STOPPED);
    done = wait_for(SAADC_EVENTS_STOPPED) && done;
    REG(SAADC_BASE, SAADC_CH_PSELP) = SAADC_CH_PSELP_PSELP_NC;
    REG(SAADC_BASE, SAADC_ENABLE) = 0;
    return done;
}

int hal_analog_read(uint8_t input, uint32_t *full_scale_uv) {
    *full_scale_uv = FACT_ANALOG_FULL_SCALE_UV;
    uint32_t positive = SAADC_CH_PSELP_PSELP_VDD;
    if (input != HAL_ANALOG_SUPPLY) {
        if (input >= INPUTS || (FACT_ANALOG_INPUTS >> input & 1) == 0) {
            return CN_ERR_INVAL;
        }
        positive = SAADC_CH_PSELP_PSELP_AnalogInput0 + input;
    }
    if (!convert(positive)) {
        return CN_ERR_TIMEOUT;
    }
    return result < 0 ? 0 : result; // the offset of the converter may lie below ground
}
