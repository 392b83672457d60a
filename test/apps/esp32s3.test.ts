// The apps on the simulated ESP32-S3: a clock of its own, so only the words are compared. Those that its port meets least are in test/long.

import test from 'ava';
import {loadBoard} from '../../boards/facts/boards.ts';
import {appsSay, ofThePort, run} from './suite.ts';

appsSay(await loadBoard('esp32s3-devkitc'), ofThePort);

test.serial('an app on the ESP32-S3 gives the same result byte for byte when it runs again', async t => {
	const again = async () => JSON.stringify(await run('off-timer', 'esp32s3-devkitc'));
	t.is(await again(), await again());
});
