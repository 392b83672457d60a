// Durations as people write them, read and written by ms.
import ms from 'ms';

console.log(ms('2 days'), ms('1.5h'), ms('-3 min'), ms('100'));
console.log(ms(60_000), ms(2 * 60_000), ms(36e5, {long: true}), ms(-1000, {long: true}));
try {
	ms('');
} catch (error) {
	console.log((error as Error).message);
}
