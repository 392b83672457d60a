// Analog inputs: one conversion of ADC1 at a time, under the controller of the RTC; between conversions it is
// off. What a count means is known from the chip's fuses and the maker's curve.
#include "cn/error.h"
#include "cn/hal.h"
#include "facts.h"
#include "port.h"
#include "rom.h"

#define PATIENCE_US 1000u
#define MOST 4095

// The numbers of inputs are those of their pins: GPIO1 is channel 0 [adc_channel.h].
#define CHANNEL(input) ((input)-1u)
#define PINS (0x3ffu << 1)

#define CLOCK_ON BIT(30)
#define POWER_ON (3u << 29)
#define CLOCK_DIVIDER 0xffu
#define DATA_INVERTED BIT(28)
#define BY_DIGITAL BIT(31)
#define PAD_FORCE BIT(31)
#define PAD(channel) (BIT(channel) << 19)
#define START_FORCE BIT(18)
#define START BIT(17)
#define DONE BIT(16)
#define BUSY (0xffu << 22)
#define ATTENUATION_12_DB(channel) (3u << 2 * (channel))

// The converter's block on the analog bus [regi2c_saradc.h, regi2c_defs.h].
#define BLOCK 0x69u
#define HOST 1u
#define BUS_POWER BIT(22)  // of RTC_ANA_CONF
#define BUS_CLOSED BIT(18) // of ANALOG_CONFIG
#define BUS_CONFIG BIT(16) // of ANALOG_CONFIG2

// Bits of the second block of fuses [esp_efuse_table.csv].
static uint32_t fuse(unsigned at, unsigned count) {
    return fuse_read(FUSE_BLOCK2 + at, count);
}

// Where the converter begins to count, for 12 dB [esp_efuse_rtc_calib.c].
static uint32_t initial_code(void) {
    return 1850 + fuse(149, 8) + 90 + fuse(157, 6) + fuse(163, 6) + 70 + fuse(169, 6);
}

// Microvolts of a count: a line through what was counted at 850 mV, less the curve of all chips at 12 dB
// [esp_efuse_rtc_calib.c, curve_fitting_coefficients.c].
static uint32_t microvolts(float counts) {
    float line = counts * 850.0f / (float)(900 + fuse(225, 8));
    float error =
        -0.644403418f + line * (-0.0644334888647536f +
                                line * (1.297891447611e-4f + line * (-7.0769718e-8f + line * 1.3515e-11f)));
    return (uint32_t)((line - error) * 1000.0f);
}

static void set_up(unsigned channel) {
    REG(SENS_CLK_GATE) |= CLOCK_ON;
    REG(SENS_POWER_XPD) |= POWER_ON;
    REG(RTC_ANA_CONF) |= BUS_POWER;
    REG(ANALOG_CONFIG) &= ~BUS_CLOSED;
    REG(ANALOG_CONFIG2) |= BUS_CONFIG;
    uint32_t code = initial_code();
    rom_i2c_writeReg_Mask(BLOCK, HOST, 2, 6, 4, 4); // reference
    rom_i2c_writeReg_Mask(BLOCK, HOST, 7, 5, 5, 0); // the input, not ground
    rom_i2c_writeReg_Mask(BLOCK, HOST, 1, 3, 0, (uint8_t)(code >> 8));
    rom_i2c_writeReg_Mask(BLOCK, HOST, 0, 7, 0, (uint8_t)code);
    REG(SENS_READER1_CTRL) = (REG(SENS_READER1_CTRL) & ~(CLOCK_DIVIDER | DATA_INVERTED)) | 1u;
    REG(SENS_ATTEN1) |= ATTENUATION_12_DB(channel);
    REG(SENS_MEAS1_MUX) &= ~BY_DIGITAL;
    REG(SENS_MEAS1_CTRL2) = PAD_FORCE | PAD(channel) | START_FORCE;
}

static bool wait_for(uint32_t address, uint32_t bits, bool set, uint64_t until_us) {
    while (((REG(address) & bits) != 0) != set) {
        if (hal_now_us() >= until_us) {
            return false;
        }
    }
    return true;
}

static bool convert(unsigned channel, int *counts) {
    uint64_t until_us = hal_now_us() + PATIENCE_US;
    set_up(channel);
    bool done = wait_for(SENS_SLAVE_ADDR1, BUSY, false, until_us);
    if (done) {
        REG(SENS_MEAS1_CTRL2) |= START;
        done = wait_for(SENS_MEAS1_CTRL2, DONE, true, until_us);
    }
    *counts = (int)(REG(SENS_MEAS1_CTRL2) & 0xffff);
    REG(SENS_MEAS1_CTRL2) = 0;
    REG(SENS_POWER_XPD) &= ~POWER_ON;
    REG(SENS_CLK_GATE) &= ~CLOCK_ON;
    return done;
}

// The middle of a count is what cn_analog takes for its level: there the curve is asked.
int hal_analog_read(uint8_t input, uint32_t *full_scale_uv) {
    int counts;
    *full_scale_uv = FACT_ANALOG_FULL_SCALE_UV;
    if (input > 31 || (FACT_ANALOG_INPUTS & PINS & BIT(input)) == 0) {
        return CN_ERR_INVAL; // nothing in the chip measures its supply
    }
    // neither driven nor read nor pulled
    REG(GPIO_ENABLE_W1TC) = BIT(input);
    REG(IO_MUX_PIN(input)) = IO_MUX_GPIO;
    if (!convert(CHANNEL(input), &counts)) {
        return CN_ERR_TIMEOUT;
    }
    float middle = (float)counts + 0.5f;
    *full_scale_uv = (uint32_t)((float)microvolts(middle) * 4096.0f / middle);
    return counts > MOST ? MOST : counts;
}
