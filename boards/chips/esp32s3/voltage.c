// The core's voltage by its clock: two levels that the fuses of this chip give, and how much of the regulator
// works.
#include "facts.h"
#include "port.h"
#include "rom.h"

// The block of both regulators on the analog bus: registers and bits [regi2c_dig_reg.h].
#define BLOCK 0x6du
#define HOST 1u
#define RTC_LEVEL 4u
#define DIGITAL_LEVEL 6u
#define POWER 13u // bits 3 and 2: they follow these levels when 0

// Parts of the regulator that are off, of RTC_DATE: 3 at the crystal, one less for each 80 MHz [rtc_clk.c].
#define PARTS (0x3fu << 13)
#define PARTS_OFF(mhz) ((7u >> (mhz) / 80u) << 13)

#define FASTEST 240u
#define SETTLE_US 40u

// A regulator by its fuses: tenths of millivolts at level 20, and of each level [rtc.h, V_DIG_MID_MUL10000].
struct regulator {
    int32_t at_20, step;
};

// Sign and magnitude.
static int32_t fuse_signed(unsigned at, unsigned bits) {
    int32_t size = (int32_t)fuse_read(at, bits - 1);
    return fuse_read(at + bits - 1, 1) ? -size : size;
}

static int32_t volts(const struct regulator *regulator, uint32_t level) {
    return regulator->at_20 + regulator->step * ((int32_t)level - 20);
}

static uint32_t level_of(const struct regulator *regulator, int32_t wanted) {
    uint32_t level = 15;
    while (level < 31 && volts(regulator, level) < wanted) {
        level++;
    }
    return level;
}

// Whether the maker has measured this chip [rtc_init.c, rtc_set_stored_dbias].
static bool is_measured(void) {
    uint32_t major = fuse_read(FUSE_BLOCK2 + 128, 2), minor = fuse_read(FUSE_BLOCK1 + 120, 3);
    return major > 1 || minor == 1 || (major == 1 && minor >= 2);
}

// The levels that IDF calculates [rtc_init.c, get_rtc_dbias_by_efuse, get_dig1v3_dbias_by_efuse].
static void set_levels(bool raised) {
    uint32_t digital = raised ? 28 : 27, rtc = digital;
    uint32_t lowest = fuse_read(FUSE_BLOCK1 + 171, 5);
    if (lowest != 0 && is_measured()) {
        struct regulator of_digital = {10841 + fuse_signed(FUSE_BLOCK1 + 163, 8) * 20,
                                       211 + fuse_signed(FUSE_BLOCK1 + 148, 7)};
        struct regulator of_rtc = {10181 + fuse_signed(FUSE_BLOCK1 + 155, 8) * 20,
                                   198 + fuse_signed(FUSE_BLOCK1 + 141, 7)};
        uint32_t most = level_of(&of_digital, 13000);
        digital = lowest + (raised ? 3 : 2);
        digital = digital < most ? digital : most;
        rtc = level_of(&of_rtc, volts(&of_digital, digital) - 250);
    }
    rom_i2c_writeReg_Mask(BLOCK, HOST, RTC_LEVEL, 4, 0, (uint8_t)rtc);
    rom_i2c_writeReg_Mask(BLOCK, HOST, DIGITAL_LEVEL, 4, 0, (uint8_t)digital);
}

static void set_parts(unsigned mhz) {
    REG(RTC_DATE) = (REG(RTC_DATE) & ~PARTS) | PARTS_OFF(mhz);
}

void voltage_raise(unsigned mhz) {
    if (mhz == FASTEST) {
        set_levels(true);
        time_pass(SETTLE_US);
    }
    set_parts(mhz);
}

void voltage_lower(unsigned from_mhz, unsigned mhz) {
    if (from_mhz == FASTEST) {
        set_levels(false);
        time_pass(SETTLE_US);
    }
    set_parts(mhz);
}

void voltage_start(void) {
    rom_i2c_writeReg_Mask(BLOCK, HOST, POWER, 3, 2, 0);
    set_levels(false);
    set_parts(0);
}
