// Energy figures that were looked up later, each with a value, source and mark: ours are these, or it stands here why not.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {esp32s3Rows} from '../../boards/chips/esp32s3/energy.ts';
import {nrf5340Rows} from '../../boards/chips/nrf5340/energy.ts';
import {cells} from '../../boards/facts/cells.ts';
import {lis2dh12Energy} from '../../boards/parts/lis2dh12.ts';
import {lsm6dsoEnergy} from '../../boards/parts/lsm6dso.ts';
import {pdmMicrophoneEnergy} from '../../boards/parts/pdm-microphone.ts';
import {needsShared, sharedPath} from '../shared.ts';

interface Found {
	readonly id: string;
	readonly value: number | null;
	readonly unit: string;
	readonly mark: string;
	/** Of the sensor with 8 bits. */
	readonly low_power?: number;
}

interface Ours {
	readonly typ: number;
	readonly mark: string;
}

const path = 'hardware/energy-facts.json';
const withFacts = needsShared(test, path);
const found = (): Found[] => JSON.parse(readFileSync(sharedPath(path), 'utf8'));
const scales: Readonly<Record<string, number>> = {mA: 1000, ms: 1000, '%/year': 0.01};

/** Rows of parts, which have other names here; those of chips have the same. */
const parts: Readonly<Record<string, Ours | undefined>> = {
	'lsm6dso.combo': lsm6dsoEnergy['accelerometer high-performance + gyroscope'],
	'pdm_mic.on': pdmMicrophoneEnergy.on,
	'cr2032.capacity': cells.CR2032.capacity,
	'cr2032.self_discharge': cells.CR2032.selfDischarge,
};

/** What has no row, because nothing that is computed here would use it. */
const unused: Readonly<Record<string, string>> = {
	'nrf5340dk.flash_erase_all': 'the firmware may not do it',
	'nrf5340dk.idle_measured': 'another firmware; on_idle_rtc and its range are beside it',
	'nrf5340dk.idle_advertising': 'both cores and the radio',
	'nrf5340dk.zephyr_sleep_1s': 'another firmware',
	'nrf5340dk.zephyr_sleep_5ms': 'another firmware; wake_charge is computed from it',
	'nrf5340dk.zephyr_sleep_1ms': 'another firmware; wake_charge is computed from it',
	'nrf5340dk.vddh': 'no board here is fed so',
	'nrf5340dk.uarte_console_idle': 'the console does not receive; uarte_rx has the specification',
	'mx25r6435f.t_dp': 'nobody waits for it: nothing follows the command',
	'mx25r6435f.t_rdp': 'a wait of outer_flash.c',
	'cr2032.continuous_max': 'no board here comes near it',
	'esp32s3.light_min_idf': 'with Wi-Fi',
	'esp32s3.wifi_modem_dtim1': 'with Wi-Fi',
	'esp32s3.wifi_dfs_dtim1': 'with Wi-Fi',
	'esp32s3.devkit_idle': 'another board',
	'esp32s3.stub': 'no wake stub is used',
	'esp32s3.i_stub': 'no wake stub is used',
};

function oursOf({id}: Found): Ours | undefined {
	const [part, name] = id.split('.') as [string, string];
	if (part === 'nrf5340dk') return nrf5340Rows[name as keyof typeof nrf5340Rows];
	if (part === 'esp32s3') return esp32s3Rows[name as keyof typeof esp32s3Rows];
	const [, rateHz, low] = /^odr(\d+)(_lp)?$/.exec(name) ?? [];
	if (part === 'lis2dh12' && rateHz !== undefined)
		return lis2dh12Energy[`${low ? 'low-power' : 'high-resolution'} ${rateHz} Hz`];
	return parts[id];
}

withFacts(
	'each figure that was found with a value is ours with its mark, or stands here with the reason',
	t => {
		let compared = 0;
		for (const fact of found().filter(({value}) => value !== null)) {
			const ours = oursOf(fact);
			t.is(ours === undefined, fact.id in unused, `${fact.id}: a row, or a reason`);
			if (ours === undefined) continue;
			compared++;
			t.true(Math.abs(ours.typ - fact.value! * (scales[fact.unit] ?? 1)) < 1e-9, `${fact.id}: ${ours.typ}`);
			t.is(ours.mark, fact.mark, fact.id);
		}
		t.true(compared >= 20, `${compared}`);
	},
);

withFacts('the sensor with 8 bits draws what was found', t => {
	const rates = found().filter(({low_power}) => low_power !== undefined);
	t.true(rates.length >= 7);
	for (const {id, low_power} of rates)
		t.is(lis2dh12Energy[`low-power ${id.replace('lis2dh12.odr', '')} Hz`]?.typ, low_power!, id);
});
