// Strictness: each thing that the chip does not allow is reported once, with the program counter and the function.

import test from 'ava';
import {hasUnicorn} from '../../../sim/nrf5340/unicorn.ts';
import {buildFirmware} from './build.ts';
import {rig} from './machine.ts';

const withUnicorn = (await hasUnicorn()) ? test : test.skip;

/** Functions of firmware/misuse.c in the order of their calls, and what is said of each. */
const expected: readonly (readonly [name: string, text: RegExp])[] = [
	['unknown_register', /write of 0x00000001 to 0x500187fc: no register is known there/],
	['unknown_peripheral', /read of 0x5002f100: no register is known there/],
	['reserved_bit', /RTC0: write of 0x00001000 to PRESCALER: reserved bits 0x00001000/],
	['read_only', /RTC0: write of COUNTER, which can only be read/],
	['write_only', /RTC0: read of TASKS_START, which can only be written/],
	['half_a_register', /write of 2 bytes at 0x50014508: registers are written whole/],
	['task_while_off', /UARTE1: TASKS_STARTTX while it is disabled/],
	['dma_from_flash', /UARTE1: EasyDMA of 4 bytes at 0x00001000, which is not memory that is on/],
	['dma_over_the_end', /UARTE1: EasyDMA of 8 bytes at 0x2007fffc/],
	['dma_without_power', /UARTE1: EasyDMA of 8 bytes at 0x20070000/],
	['pin_while_on', /UARTE1: PSEL_TXD written while it is enabled/],
	['watchdog_stop', /WDT0: TASKS_STOP: this configuration cannot be stopped/],
	['watchdog_change', /WDT0: CRV written while it runs/],
	['watchdog_key', /WDT0: RR\[0\] takes only the reload value/],
	['flash_without_barrier', /a store to flash without a barrier behind it/],
	['flash_twice', /NVMC: store at 0x000f7004 before READY was read/],
	['flash_bits_up', /NVMC: write of 0xffffffff at 0x000f7000 over 0xfffffff0: bits cannot be set/],
	['stale_cache', /flash has changed and the cache was not invalidated/],
	['sleep_without_nops', /erratum 168: 2 NOPs after WFI, expected 8/],
	['channel_as_task', /GPIOTE0: CONFIG\[0\] makes a channel a task/],
	['sense_without_input', /P0: pin 5 senses with its input disconnected/],
	['source_while_running', /CLOCK: LFCLKSRC changed while the clock runs/],
	['priority_bits', /NVIC: priority 1 has bits that the chip does not have/],
	['reset_without_key', /SCB: AIRCR written without its key: 0x00000004/],
	['undocumented', /write of 0x5000470c: 0 is not the setting that is known for it/],
];

withUnicorn('each misuse of the chip is reported with what, where and in which function', async t => {
	const {machine, run, lines, violations} = await rig(buildFirmware('misuse'));
	run(() => machine.nowUs > 1_000_000);
	t.deepEqual(lines(), ['done']);
	for (const [index, [name, text]] of expected.entries()) {
		const said = violations[index] ?? 'nothing more was reported';
		t.regex(said, text, name);
		t.regex(said, new RegExp(`, at 0x[0-9a-f]{8} \\(${name}\\+\\d+\\)$`), name);
	}
	t.deepEqual(violations.slice(expected.length), []);
	machine.close();
});
