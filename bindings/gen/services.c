// Generated from bindings/api by tools/gen. Edit that file, then run: npm run gen
#include "bind.h"
#include "services.h"

#ifdef CN_PARTS_ONLY
#include CN_PARTS_ONLY // defines CN_SERVE_... for those that are linked only by need
#else
#define CN_SERVE_PULSE
#define CN_SERVE_PWM
#define CN_SERVE_SERIAL
#endif

const struct cn_service *const cn_services[] = {
    &cn_service_analog,
    &cn_service_console,
    &cn_service_dsp,
    &cn_service_i2c,
    &cn_service_microphone,
    &cn_service_model,
    &cn_service_pin,
    &cn_service_power,
#ifdef CN_SERVE_PULSE
    &cn_service_pulse,
#endif
#ifdef CN_SERVE_PWM
    &cn_service_pwm,
#endif
    &cn_service_sensor,
#ifdef CN_SERVE_SERIAL
    &cn_service_serial,
#endif
    &cn_service_spi,
    &cn_service_timer,
    &cn_service_wiring,
};
const int cn_service_count = sizeof cn_services / sizeof cn_services[0];
