// What the IMU feels in 20 s: at rest and turning evenly, with a knock of 200 ms now and then.

const rateHz = 50;
const knocksS = [6, 8, 10, 14];

/** CSV with six columns. */
export function trace(): string {
	const rows = Array.from({length: 20 * rateHz}, (_, index) => {
		const atS = index / rateHz;
		const knocked = knocksS.some(knockS => atS >= knockS && atS < knockS + 0.2);
		return [1000 * atS, knocked ? 700 : 100, -200, 1000, 10, -20, 30].join(',');
	});
	return `# unit: mg\n# unit: dps\nt_ms,x,y,z,gx,gy,gz\n${rows.join('\n')}\n`;
}
