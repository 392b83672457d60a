// Generated from bindings/api by tools/gen. Edit that file, then run: npm run gen
#ifndef CN_SERVICES_H
#define CN_SERVICES_H

extern const struct cn_service cn_service_analog;
extern const struct cn_service cn_service_console;
extern const struct cn_service cn_service_dsp;
extern const struct cn_service cn_service_i2c;
extern const struct cn_service cn_service_microphone;
extern const struct cn_service cn_service_model;
extern const struct cn_service cn_service_pin;
extern const struct cn_service cn_service_power;
extern const struct cn_service cn_service_pulse;
extern const struct cn_service cn_service_pwm;
extern const struct cn_service cn_service_sensor;
extern const struct cn_service cn_service_serial;
extern const struct cn_service cn_service_spi;
extern const struct cn_service cn_service_timer;
extern const struct cn_service cn_service_wiring;

#endif
