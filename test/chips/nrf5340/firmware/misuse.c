// What the chip does not allow, each in a function of its own: the simulator must name it.
#include <string.h>

#include "cn/hal.h"
#include "cn/wake.h"
#include "port.h"

#define MISUSE __attribute__((noinline)) static void
#define UARTE UARTE1_BASE
#define SLOT_PAGE 0x000f7000u // the last page of slot B

static uint8_t buffer[8] __attribute__((aligned(4)));

MISUSE unknown_register(void) {
    REG(WDT0_BASE, 0x7fcu) = 1;
}

MISUSE unknown_peripheral(void) {
    (void)REG(0x5002f000u, 0x100u);
}

MISUSE reserved_bit(void) {
    REG(RTC0_BASE, RTC_PRESCALER) = 0x1000;
}

MISUSE read_only(void) {
    REG(RTC0_BASE, RTC_COUNTER) = 1;
}

MISUSE write_only(void) {
    (void)REG(RTC0_BASE, RTC_TASKS_START);
}

MISUSE half_a_register(void) {
    *(volatile uint16_t *)(RTC0_BASE + RTC_PRESCALER) = 1;
}

MISUSE task_while_off(void) {
    REG(UARTE, UARTE_TASKS_STARTTX) = 1;
}

static void send(uint32_t from, uint32_t length) {
    REG(UARTE, UARTE_ENABLE) = 0;
    REG(UARTE, UARTE_PSEL_TXD) = 21;
    REG(UARTE, UARTE_ENABLE) = UARTE_ENABLE_ENABLE_Enabled;
    REG(UARTE, UARTE_TXD_PTR) = from;
    REG(UARTE, UARTE_TXD_MAXCNT) = length;
}

MISUSE dma_from_flash(void) {
    send(0x1000u, 4);
    REG(UARTE, UARTE_TASKS_STARTTX) = 1;
}

MISUSE dma_over_the_end(void) {
    send(0x2007fffcu, 8);
    REG(UARTE, UARTE_TASKS_STARTTX) = 1;
}

MISUSE dma_without_power(void) {
    send(0x20070000u, 8); // power.c has switched it off
    REG(UARTE, UARTE_TASKS_STARTTX) = 1;
}

MISUSE pin_while_on(void) {
    send((uint32_t)buffer, 4);
    REG(UARTE, UARTE_PSEL_TXD) = 22;
    REG(UARTE, UARTE_ENABLE) = 0;
}

MISUSE watchdog_stop(void) {
    REG(WDT0_BASE, WDT_TASKS_STOP) = 1;
}

MISUSE watchdog_change(void) {
    REG(WDT0_BASE, WDT_CRV) = 0xffffff;
}

MISUSE watchdog_key(void) {
    REG(WDT0_BASE, WDT_RR) = 1;
}

static inline void store(uint32_t address, uint32_t word) {
    *(volatile uint32_t *)address = word;
    __asm volatile("dmb" ::: "memory");
}

MISUSE flash_without_barrier(void) {
    REG(NVMC_BASE, NVMC_CONFIG) = NVMC_CONFIG_WEN_Wen;
    *(volatile uint32_t *)(SLOT_PAGE + 8) = 0;
    (void)REG(NVMC_BASE, NVMC_READY);
}

MISUSE flash_twice(void) {
    store(SLOT_PAGE, 0xfffffff0u);
    store(SLOT_PAGE + 4, 0);
    (void)REG(NVMC_BASE, NVMC_READY);
}

MISUSE flash_bits_up(void) {
    store(SLOT_PAGE, 0xffffffffu);
    (void)REG(NVMC_BASE, NVMC_READY);
    REG(NVMC_BASE, NVMC_CONFIG) = NVMC_CONFIG_WEN_Ren;
}

// The cache still holds what flash was.
MISUSE stale_cache(void) {
    time_alarm(time_ticks() + 10);
    __asm volatile("dsb\n wfi\n .rept 8\n nop\n .endr" ::: "memory");
    REG(CACHE_BASE, CACHE_INVALIDATE) = CACHE_INVALIDATE_INVALIDATE;
}

MISUSE sleep_without_nops(void) {
    time_alarm(time_ticks() + 10);
    __asm volatile("dsb\n wfi\n nop\n nop\n mov r0, r0" ::: "r0", "memory");
}

MISUSE channel_as_task(void) {
    REG(GPIOTE0_BASE, GPIOTE_CONFIG) = GPIOTE_CONFIG_MODE_Task;
}

MISUSE sense_without_input(void) {
    REG_AT(P0_BASE, GPIO_PIN_CNF, GPIO_PIN_CNF_STRIDE, 5) = GPIO_PIN_CNF_SENSE_High | GPIO_PIN_CNF_INPUT;
}

MISUSE source_while_running(void) {
    REG(CLOCK_BASE, CLOCK_LFCLKSRC) = CLOCK_LFCLKSRC_SRC_LFRC;
}

MISUSE priority_bits(void) {
    *(volatile uint8_t *)(SCS_BASE + NVIC_PRIORITY + 30) = 1;
}

MISUSE reset_without_key(void) {
    REG(SCS_BASE, SCB_AIRCR) = 4;
}

MISUSE undocumented(void) {
    REG(0x5000470cu, 0) = 0;
}

int cn_main(void) {
    cn_wake_init();
    void (*const misuses[])(void) = {
        unknown_register,    unknown_peripheral,   reserved_bit,    read_only,          write_only,
        half_a_register,     task_while_off,       dma_from_flash,  dma_over_the_end,   dma_without_power,
        pin_while_on,        watchdog_stop,        watchdog_change, watchdog_key,       flash_without_barrier,
        flash_twice,         flash_bits_up,        stale_cache,     sleep_without_nops, channel_as_task,
        sense_without_input, source_while_running, priority_bits,   reset_without_key,  undocumented,
    };
    for (size_t i = 0; i < sizeof misuses / sizeof misuses[0]; i++) {
        misuses[i]();
    }
    static const char done[] = "done\n";
    hal_console_write(done, sizeof done - 1);
    for (;;) {
        hal_sleep(HAL_DEEP, HAL_FOREVER);
    }
}
