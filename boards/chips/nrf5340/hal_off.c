// System OFF: everything stops but the pins' SENSE; the retained block survives.
#include "cn/error.h"
#include "cn/hal.h"
#include "pins.h"
#include "port.h"

#define RETENTION_SHIFT 16u
#define SECTION_BYTES 0x1000u
#define RAM_START 0x20000000u

extern uint8_t link_retained_end[];

// Each pin of the chip senses both levels: by which one is a fact of the app's wiring, which its build has
// checked. What the board itself has wired otherwise, such as an LED, never ends off.
static bool may_wake(struct hal_wake_pin wake) {
    for (size_t i = 0; i < sizeof board_pins / sizeof board_pins[0]; i++) {
        if (board_pins[i].number == wake.pin) {
            return (board_pins[i].flags & PIN_WAKES) != 0;
        }
    }
    return pin_is_free(wake.pin);
}

// The retained sections are the first of block 0; all others lose their content.
static void retain_memory(void) {
    uint32_t sections = ((uint32_t)link_retained_end - RAM_START + SECTION_BYTES - 1) / SECTION_BYTES;
    uint32_t keep = (1u << sections) - 1;
    REG(VMC_BASE, VMC_RAM_POWERCLR) = 0xffffu << RETENTION_SHIFT;
    REG(VMC_BASE, VMC_RAM_POWERSET) = keep << RETENTION_SHIFT;
}

// Only the wake pins may sense, each for its level. Pulls stay as they are: a button needs its own.
static void arm_pins(const struct hal_wake_pin *wake_pins, size_t count) {
    for (unsigned pin = 0; pin < PORT_PINS; pin++) {
        (void)hal_pin_watch((uint8_t)pin, HAL_EDGE_NONE);
    }
    pins_forget();
    for (size_t i = 0; i < count; i++) {
        uint8_t pin = wake_pins[i].pin;
        volatile uint32_t *config = &REG_AT(P_BASE(pin), GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, pin & 31);
        uint32_t level = wake_pins[i].high ? GPIO_PIN_CNF_SENSE_High : GPIO_PIN_CNF_SENSE_Low;
        *config = (*config & ~(GPIO_PIN_CNF_INPUT | GPIO_PIN_CNF_DIR)) | level;
    }
}

int hal_off(const struct hal_wake_pin *wake_pins, size_t count, uint64_t until_us) {
    if (until_us != HAL_FOREVER) {
        return CN_ERR_UNSUPPORTED; // the low-frequency clock stops in off
    }
    for (size_t i = 0; i < count; i++) {
        if (!may_wake(wake_pins[i])) {
            return CN_ERR_UNSUPPORTED;
        }
    }
    hal_app_holds();
    hal_capture_stop(); // its clock would not stop by itself
    console_flush();
    (void)hal_irq_lock();
    time_keep();
    REG(RTC1_BASE, RTC_TASKS_STOP) = 1;
    REG(CLOCK_BASE, CLOCK_TASKS_LFCLKSTOP) = 1;
    retain_memory();
    arm_pins(wake_pins, count);
    // a reason that still stands could end off at once
    REG(RESET_BASE, RESET_RESETREAS) = REG(RESET_BASE, RESET_RESETREAS);
    REG(REGULATORS_BASE, REGULATORS_SYSTEMOFF) = REGULATORS_SYSTEMOFF_SYSTEMOFF;
    for (;;) {
        __asm volatile("dsb\n wfe"); // with a debugger attached off is only emulated: go no further
    }
}
