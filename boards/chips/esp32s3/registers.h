// Registers that the port uses, from the vendor's headers [github:espressif/esp-idf,
// components/soc/esp32s3/register/soc].
#ifndef ESP32S3_REGISTERS_H
#define ESP32S3_REGISTERS_H

#include <stdint.h>

#define REG(address) (*(volatile uint32_t *)(address))
#define BIT(number) (1u << (number))

// ---- UART0 [uart_reg.h]
#define UART_FIFO 0x60000000u
#define UART_INT_ENA 0x6000000cu
#define UART_INT_CLR 0x60000010u
#define UART_CLKDIV 0x60000014u
#define UART_STATUS 0x6000001cu
#define UART_CONF1 0x60000024u
#define UART_FSM_STATUS 0x6000006cu
#define UART_CLK_CONF 0x60000078u
#define UART_TX_EMPTY BIT(1)
#define UART_TX_DONE BIT(14)

// ---- UART1 [uart_reg.h, gpio_sig_map.h]
#define UART1_FIFO 0x60010000u
#define UART1_INT_ST 0x60010008u
#define UART1_INT_ENA 0x6001000cu
#define UART1_INT_CLR 0x60010010u
#define UART1_CLKDIV 0x60010014u
#define UART1_STATUS 0x6001001cu
#define UART1_CONF0 0x60010020u
#define UART1_CONF1 0x60010024u
#define UART1_FSM_STATUS 0x6001006cu
#define UART1_CLK_CONF 0x60010078u
#define UART_RX_FULL BIT(0)
#define UART_PARITY_ERROR BIT(2)
#define UART_FRAMING_ERROR BIT(3)
#define UART_RX_OVERFLOW BIT(4)
#define UART_BREAK BIT(7)
#define UART_RX_TIMEOUT BIT(8)
#define UART1_SIGNAL 15u // in and out

// ---- SPI1, which commands the flash [spi_mem_reg.h]
#define SPI1_CMD 0x60002000u
#define SPI1_ADDR 0x60002004u
#define SPI1_USER 0x60002018u
#define SPI1_RD_STATUS 0x6000202cu
#define SPI1_W0 0x60002058u

// ---- GPIO and IO_MUX [gpio_reg.h, io_mux_reg.h]
#define GPIO_OUT_W1TS 0x60004008u
#define GPIO_OUT_W1TC 0x6000400cu
#define GPIO_ENABLE 0x60004020u
#define GPIO_ENABLE_W1TS 0x60004024u
#define GPIO_ENABLE_W1TC 0x60004028u
#define GPIO_IN 0x6000403cu
#define GPIO_STATUS_W1TC 0x6000404cu
#define GPIO_PCPU_INT 0x6000405cu
#define GPIO_PIN(n) (0x60004074u + 4u * (n))
#define GPIO_FUNC_IN(signal) (0x60004154u + 4u * (signal))
#define GPIO_FUNC_OUT(n) (0x60004554u + 4u * (n))
#define GPIO_BANK 0x0cu // from a register of pins 0 to 31 to that of the others
#define GPIO_IN_BANK 0x04u
#define GPIO_PIN_OPEN_DRAIN BIT(2)
#define GPIO_PIN_TYPE_LOW (4u << 7)
#define GPIO_PIN_TYPE_HIGH (5u << 7)
#define GPIO_PIN_TYPE (7u << 7)
#define GPIO_PIN_WAKES BIT(10)
#define GPIO_PIN_INTERRUPT BIT(13)
#define GPIO_PLAIN 0x100u
#define GPIO_ALWAYS_HIGH (BIT(7) | 0x38u) // as what an input takes
#define IO_MUX_PIN(n) (0x60009004u + 4u * (n))
#define IO_MUX_PULL_DOWN BIT(7)
#define IO_MUX_PULL_UP BIT(8)
#define IO_MUX_INPUT BIT(9)
#define IO_MUX_DRIVE (2u << 10)
#define IO_MUX_GPIO (1u << 12)

// ---- RTC_CNTL [rtc_cntl_reg.h]
#define RTC_OPTIONS0 0x60008000u
#define RTC_SLP_TIMER0 0x60008004u
#define RTC_SLP_TIMER1 0x60008008u
#define RTC_TIME_UPDATE 0x6000800cu
#define RTC_TIME_LOW0 0x60008010u
#define RTC_TIME_HIGH0 0x60008014u
#define RTC_STATE0 0x60008018u
#define RTC_TIMER1 0x6000801cu
#define RTC_ANA_CONF 0x60008034u
#define RTC_RESET_STATE 0x60008038u
#define RTC_WAKEUP_STATE 0x6000803cu
#define RTC_INT_RAW 0x60008044u
#define RTC_INT_CLR 0x6000804cu
#define RTC_EXT_WAKEUP_CONF 0x60008064u
#define RTC_SLP_REJECT_CONF 0x60008068u
#define RTC_CLK_CONF 0x60008074u
#define RTC_SDIO_CONF 0x6000807cu
#define RTC_BIAS_CONF 0x60008080u
#define RTC_REG 0x60008084u
#define RTC_PWC 0x60008088u
#define RTC_REGULATOR_DRV_CTRL 0x6000808cu
#define RTC_DIG_PWC 0x60008090u
#define RTC_WDTCONFIG0 0x60008098u
#define RTC_WDTCONFIG1 0x6000809cu
#define RTC_WDTFEED 0x600080acu
#define RTC_WDTWPROTECT 0x600080b0u
#define RTC_SWD_CONF 0x600080b4u
#define RTC_SWD_WPROTECT 0x600080b8u
#define RTC_PAD_HOLD 0x600080d8u
#define RTC_DIG_PAD_HOLD 0x600080dcu
#define RTC_EXT_WAKEUP1 0x600080e0u
#define RTC_EXT_WAKEUP1_STATUS 0x600080e4u
#define RTC_BROWN_OUT 0x600080e8u
#define RTC_SLP_WAKEUP_CAUSE 0x60008130u
#define RTC_FIB_SEL 0x60008148u
#define RTC_DATE 0x600081fcu // and parts of the regulator
#define RTC_IO_PAD(n) (0x60008484u + 4u * (n))
#define RTC_IO_EXT_WAKEUP0 0x600084dcu
#define RTC_PINS 22u // GPIO0 to GPIO21
#define WAKE_EXT0 BIT(0)
#define WAKE_EXT1 BIT(1)
#define WAKE_GPIO BIT(2)
#define WAKE_TIMER BIT(3)
#define WDT_KEY 0x50d83aa1u
#define SWD_KEY 0x8f1d312au

// ---- I2C0 [i2c_reg.h]
#define I2C_SCL_LOW_PERIOD 0x60013000u
#define I2C_CTR 0x60013004u
#define I2C_SR 0x60013008u
#define I2C_TO 0x6001300cu
#define I2C_FIFO_CONF 0x60013018u
#define I2C_DATA 0x6001301cu
#define I2C_INT_RAW 0x60013020u
#define I2C_INT_CLR 0x60013024u
#define I2C_INT_ENA 0x60013028u
#define I2C_SDA_HOLD 0x60013030u
#define I2C_SDA_SAMPLE 0x60013034u
#define I2C_SCL_HIGH_PERIOD 0x60013038u
#define I2C_SCL_START_HOLD 0x60013040u
#define I2C_SCL_RSTART_SETUP 0x60013044u
#define I2C_SCL_STOP_HOLD 0x60013048u
#define I2C_SCL_STOP_SETUP 0x6001304cu
#define I2C_FILTER_CFG 0x60013050u
#define I2C_CLK_CONF 0x60013054u
#define I2C_COMD(n) (0x60013058u + 4u * (n))
#define I2C_SIGNAL_SCL 89u
#define I2C_SIGNAL_SDA 90u

// ---- SPI2 [spi_reg.h, gpio_sig_map.h]
#define SPI2_CMD 0x60024000u
#define SPI2_CLOCK 0x6002400cu
#define SPI2_USER 0x60024010u
#define SPI2_MS_DLEN 0x6002401cu
#define SPI2_MISC 0x60024020u
#define SPI2_DMA_CONF 0x60024030u
#define SPI2_INT_ENA 0x60024034u
#define SPI2_INT_CLR 0x60024038u
#define SPI2_INT_RAW 0x6002403cu
#define SPI2_W(n) (0x60024098u + 4u * (n))
#define SPI2_SLAVE 0x600240e0u
#define SPI2_CLK_GATE 0x600240e8u
#define SPI2_SIGNAL_CLOCK 101u
#define SPI2_SIGNAL_MISO 102u
#define SPI2_SIGNAL_MOSI 103u

// ---- SENS: ADC1 under the RTC's controller; two blocks of fuses [sens_reg.h, efuse_reg.h]
#define SENS_READER1_CTRL 0x60008800u
#define SENS_MEAS1_CTRL2 0x6000880cu
#define SENS_MEAS1_MUX 0x60008810u
#define SENS_ATTEN1 0x60008814u
#define SENS_POWER_XPD 0x6000883cu
#define SENS_SLAVE_ADDR1 0x60008840u
#define SENS_CLK_GATE 0x60008904u
#define EFUSE_BLOCK1(word) (0x60007044u + 4u * (word)) // 6 words, then block 2

// ---- PCNT [pcnt_reg.h, gpio_sig_map.h]
#define PCNT_CONF0(unit) (0x60017000u + 12u * (unit))
#define PCNT_CONF2(unit) (0x60017008u + 12u * (unit))
#define PCNT_CNT(unit) (0x60017030u + 4u * (unit))
#define PCNT_INT_RAW 0x60017040u
#define PCNT_INT_ST 0x60017044u
#define PCNT_INT_ENA 0x60017048u
#define PCNT_INT_CLR 0x6001704cu
#define PCNT_CTRL 0x60017060u
#define PCNT_SIGNAL(unit) (33u + 4u * (unit))

// ---- LEDC [ledc_reg.h, gpio_sig_map.h]
#define LEDC_CONF0(channel) (0x60019000u + 0x14u * (channel))
#define LEDC_HPOINT(channel) (0x60019004u + 0x14u * (channel))
#define LEDC_DUTY(channel) (0x60019008u + 0x14u * (channel))
#define LEDC_CONF1(channel) (0x6001900cu + 0x14u * (channel))
#define LEDC_TIMER(timer) (0x600190a0u + 8u * (timer))
#define LEDC_CONF 0x600190d0u
#define LEDC_SIGNAL 73u // of channel 0

// ---- I2S0 and input channel 0 of the DMA [i2s_reg.h, gdma_reg.h, gpio_sig_map.h]
#define I2S0_RX_CONF 0x6000f020u
#define I2S0_RX_CONF1 0x6000f028u
#define I2S0_RX_CLKM_CONF 0x6000f030u
#define I2S0_TX_CLKM_CONF 0x6000f034u
#define I2S0_RX_CLKM_DIV 0x6000f038u
#define I2S0_RX_TDM_CTRL 0x6000f050u
#define I2S0_RXEOF_NUM 0x6000f064u
#define I2S0_SIGNAL_DATA 25u
#define I2S0_SIGNAL_CLOCK 27u
#define GDMA_IN_CONF0 0x6003f000u
#define GDMA_IN_INT_ENA 0x6003f010u
#define GDMA_IN_INT_CLR 0x6003f014u
#define GDMA_IN_LINK 0x6003f020u
#define GDMA_IN_EOF_ADDR 0x6003f028u
#define GDMA_IN_PERI_SEL 0x6003f048u
#define GDMA_MISC_CONF 0x6003f3c8u

// ---- timer groups, SYSTIMER [timer_group_reg.h, systimer_reg.h]
#define TIMG0 0x6001f000u
#define TIMG1 0x60020000u
#define TIMG_WDTCONFIG0 0x48u
#define TIMG_WDTWPROTECT 0x64u
#define TIMG_RTCCALICFG 0x6001f068u
#define TIMG_RTCCALICFG1 0x6001f06cu
#define SYSTIMER_CONF 0x60023000u
#define SYSTIMER_UNIT0_OP 0x60023004u
#define SYSTIMER_TARGET0_HI 0x6002301cu
#define SYSTIMER_TARGET0_LO 0x60023020u
#define SYSTIMER_TARGET0_CONF 0x60023034u
#define SYSTIMER_UNIT0_VALUE_HI 0x60023040u
#define SYSTIMER_UNIT0_VALUE_LO 0x60023044u
#define SYSTIMER_COMP0_LOAD 0x60023050u
#define SYSTIMER_INT_ENA 0x60023064u
#define SYSTIMER_INT_CLR 0x6002306cu

// ---- SYSTEM, interrupt matrix, caches, analog bus, random numbers [system_reg.h, interrupt_core0_reg.h,
// extmem_reg.h, regi2c_defs.h, wdev_reg.h]
#define SYSTEM_CORE_1_CONTROL_0 0x600c0000u
#define SYSTEM_CPU_PER_CONF 0x600c0010u
#define SYSTEM_PERIP_CLK_EN0 0x600c0018u
#define SYSTEM_PERIP_CLK_EN1 0x600c001cu
#define SYSTEM_PERIP_RST_EN0 0x600c0020u
#define SYSTEM_PERIP_RST_EN1 0x600c0024u
#define SYSTEM_SYSCLK_CONF 0x600c0060u
#define GATE_I2S0 BIT(4)
#define GATE_UART1 BIT(5)
#define GATE_SPI2 BIT(6)
#define GATE_DMA BIT(6) // of the second registers
#define GATE_I2C0 BIT(7)
#define GATE_PCNT BIT(10)
#define GATE_LEDC BIT(11)
#define INTERRUPT_MAP(source) (0x600c2000u + 4u * (source))
#define SOURCE_GPIO 16u
#define SOURCE_SPI2 21u
#define SOURCE_UART0 27u
#define SOURCE_UART1 28u
#define SOURCE_PCNT 41u
#define SOURCE_I2C0 42u
#define SOURCE_SYSTIMER0 57u
#define SOURCE_DMA_IN0 66u
#define EXTMEM_DCACHE_CTRL1 0x600c4004u
#define EXTMEM_ICACHE_CTRL1 0x600c4064u
#define ANALOG_CONF0 0x6000e040u
#define ANALOG_CONFIG 0x6000e044u
#define ANALOG_CONFIG2 0x6000e048u
#define RANDOM_DATA 0x6003507cu

#endif
