// A loop over windows and a single reading, each while the sensor is lost: what they fail with, and that both go on.
import {board, nowUs, sleep} from 'catnap';
import {Lis2dh12} from 'catnap/sensor';

const imu = new Lis2dh12({io: board.i2c0, alert: board.pins.imuInt, rateHz: 100, watermark: 10});

async function attempt(what: string, work: () => Promise<void>): Promise<void> {
	try {
		await work();
		console.log(what, 'succeeded');
	} catch (error) {
		console.log(what, (error as Error).message);
	}
}

let windows = 0;
await attempt('windows:', async () => {
	for await (const _ of imu.windows({samples: 10})) windows++;
});
console.log(windows > 3, nowUs() < 1_200_000);
await sleep('1500ms');
await attempt('sample:', async () => void (await imu.sample()));
await sleep('2000ms');
await attempt('sample:', async () => void (await imu.sample()));
await attempt('windows:', async () => {
	for await (const _ of imu.windows({samples: 10})) break;
});
