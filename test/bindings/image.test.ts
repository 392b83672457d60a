// The firmware's own check of app images, compiled for this machine under ASan and UBSan.
import {join} from 'node:path';
import test from 'ava';
import {runNative} from './native.ts';

test('the firmware refuses an image after each flipped bit, truncation and wrong field, and takes it whole', async t => {
	// any file will do as a section: the image's check does not look into it
	const plan = `--plan=${join(import.meta.dirname, '../c/native/port.cmake')}`;
	const said = await runNative("import 'catnap:console';", plan, '--damage');
	const sum = /^-- (\d+) bytes accepted whole; (\d+) damaged images refused, 0 accepted$/m.exec(said);
	t.truthy(sum, said);
	const [bytes, refused] = [Number(sum?.[1]), Number(sum?.[2])];
	t.true(refused > 9 * bytes + 50, 'eight flipped bits and one truncation for each byte, and the fields');
});
