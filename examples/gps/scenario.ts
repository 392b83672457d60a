// A receiver that finds its place after ten seconds, and is unplugged for a while.

import {defineScenario} from 'catnap/testing';
import {gpsChip, gpsUa} from './chips/gps.ts';

const place = {latitude: 48.1173, longitude: 11.516_667, altitude: 545.4, knots: 22.4, isFix: false};

export default defineScenario({
	for: '40s',
	chips: {gps: {bus: 'uart0', energyUa: gpsUa, make: socket => gpsChip(socket, place)}},
	setup: world => {
		place.isFix = false;
		world.at(10_000_000, () => {
			place.isFix = true;
		});
	},
	faults: [{kind: 'sensor-absent', sensor: 'gps', fromUs: 20_000_000, untilUs: 28_000_000}],
	steps: [
		{waitFor: 'searching', within: '3s'},
		{waitFor: '48.11730, 11.51667, 545 m, 11.5 m/s, 8 satellites', within: '12s'},
		{waitFor: 'TIMEOUT the GPS is silent', within: '15s'},
		{waitFor: '48.11730', within: '10s'},
	],
	expect: {awakePercent: {atMost: 5}},
});
