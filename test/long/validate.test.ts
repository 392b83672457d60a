// Validation of the fan monitor and of micro_speech on real recordings, as they are and spoiled in five ways by seed.
import {
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {readRecordings} from '../../tools/model/data/samples.ts';
import {quantizeModel} from '../../tools/model/index.ts';
import {Random} from '../../tools/model/random.ts';
import {axes, type Change, gain, rate} from '../../tools/model/validation/changes.ts';
import type {ValidateData} from '../../tools/model/validation/data.ts';
import {unroundedFile} from '../../tools/model/validation/reference.ts';
import {runValidate, type ValidateArgs} from '../../tools/model/validation/validation.ts';
import {repository} from '../models/places.ts';
import {needsShared, sharedPath} from '../shared.ts';

const folder = mkdtempSync(join(tmpdir(), 'catnap-validate-'));
test.after.always(() => rmSync(folder, {recursive: true}));

const kindsOf = ({advice}: ValidateData) => advice.filter(({fails}) => fails).map(({kind}) => kind);

const fan = join(repository, 'examples/fan-monitor/src/fan');
const states: Readonly<Record<string, string>> = {
	clog: 'clogged',
	friction: 'friction',
	off: 'off',
	on: 'on',
};
const mgPerUnit = 1000 / 4096;

/** In folders: what the network was not trained on but for one, and recordings of another fan of the same kind. */
function fanRecordings(name: string, wanted: RegExp): string {
	const to = join(folder, name);
	const source = sharedPath('data/nxp_fan');
	for (const file of readdirSync(source).filter(each => wanted.test(each))) {
		const label = states[file.split('_')[0]!]!;
		mkdirSync(join(to, label), {recursive: true});
		copyFileSync(join(source, file), join(to, label, file));
	}
	return to;
}

/** Copies of the recordings, changed. */
function changed(golden: string, name: string, change: Change): string {
	const to = join(folder, name);
	for (const each of readRecordings(golden)) {
		const {values} = change(each);
		const lines = Array.from({length: values.length / 3}, (_, row) =>
			values.subarray(3 * row, 3 * row + 3).join(','),
		);
		mkdirSync(join(to, each.label!), {recursive: true});
		writeFileSync(join(to, each.name), `x,y,z\n${lines.join('\n')}\n`);
	}
	return to;
}

function fanWith(name: string, model: Uint8Array, labels?: readonly string[]): string {
	const facts = JSON.parse(readFileSync(`${fan}.json`, 'utf8')) as {labels: readonly string[]};
	writeFileSync(join(folder, `${name}.json`), JSON.stringify({...facts, labels: labels ?? facts.labels}));
	writeFileSync(join(folder, `${name}.tflite`), model);
	return join(folder, `${name}.tflite`);
}

const spoils: Readonly<Record<string, (golden: string, random: Random) => Partial<ValidateArgs>>> = {
	calibration: (_, random) => {
		const level = random.uniform(0.3, 2);
		const samples = Array.from({length: 20}, () => ({
			name: '',
			values: Float32Array.from({length: 10}, () => random.uniform(-level, level)),
		}));
		const {bytes} = quantizeModel(unroundedFile(readFileSync(`${fan}.tflite`))!, samples, {file: 'fan'});
		return {file: fanWith('calibrated', bytes)};
	},
	axes: (golden, random) => {
		const order = [
			[1, 0, 2],
			[2, 1, 0],
			[0, 2, 1],
		][random.below(3)]!;
		return {golden: changed(golden, 'axes', axes(order.map(from => ({from, sign: 1}))))};
	},
	gain: (golden, random) => ({golden: changed(golden, 'gain', gain([2, 0.5][random.below(2)]!))}),
	rate: (golden, random) => ({golden: changed(golden, 'rate', rate([2, 0.5][random.below(2)]!))}),
	labels: (_, random) => {
		const labels = random.shuffle(['off', 'on', 'clogged', 'friction']);
		// a shuffle may leave all as it is
		if (labels[0] === 'off' && labels[1] === 'on') labels.reverse();
		return {file: fanWith('labelled', readFileSync(`${fan}.tflite`), labels)};
	},
};

needsShared(test, 'data/nxp_fan')(
	'the fan monitor passes; spoiled in five ways by seed, all are caught and the advice names four at least',
	async t => {
		const golden = fanRecordings('fan-golden', /fan3|off_fan1_3/);
		const calibration = fanRecordings('fan-calibration', /fan1_[12]\.csv/);
		const asIs = {file: `${fan}.tflite`, golden, calibration, mgPerUnit};
		const {data} = await runValidate(asIs);
		t.deepEqual(kindsOf(data), []);
		t.deepEqual(
			data.places.map(({score}) => score),
			[1, 1, 1],
		);
		const named: string[] = [];
		for (const [kind, spoil] of Object.entries(spoils)) {
			const [first] = kindsOf((await runValidate({...asIs, ...spoil(golden, new Random(11))})).data);
			t.not(first, undefined, kind);
			if (first === kind) named.push(kind);
		}
		t.true(named.length >= 4, named.join(', '));
	},
);

needsShared(
	test,
	'models/micro_speech_quantized.tflite',
	'data/speech_commands',
	'data/speech_sentences',
)('micro_speech understands its words and rejects others, in float32, in int8 and on the device', async t => {
	const golden = join(folder, 'words');
	const words: Readonly<Record<string, readonly string[]>> = {
		silence: ['speech_commands/tflm_silence_1000ms', 'speech_commands/tflm_noise_1000ms'],
		unknown: [
			'speech_commands/kit_down',
			'speech_commands/kit_right_left_up',
			'speech_sentences/another_door',
		],
		yes: ['speech_commands/tflm_yes_1000ms'],
		no: ['speech_commands/tflm_no_1000ms'],
	};
	for (const [label, names] of Object.entries(words)) {
		mkdirSync(join(golden, label), {recursive: true});
		for (const name of names)
			copyFileSync(sharedPath(`data/${name}.wav`), join(golden, label, `${name.split('/')[1]}.wav`));
	}
	const file = sharedPath('models/micro_speech_quantized.tflite');
	const {data} = await runValidate({file, golden, labels: Object.keys(words), features: 'speech'});
	t.deepEqual(kindsOf(data), []);
	t.deepEqual(
		data.places.map(({place, score}) => [place, score]),
		[
			['float32', 1],
			['int8', 1],
			['device', 1],
		],
	);
});
