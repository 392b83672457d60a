// Which of the words that are known a mistyped one is closest to.

/** `words`, the closest to `word` first; capitals do not count. */
export function byNearness(words: readonly string[], word: string): string[] {
	return words
		.map(name => ({name, far: distance(name.toLowerCase(), word.toLowerCase())}))
		.sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
		.map(({name}) => name);
}

/** `, did you mean pull?`, or nothing where no word is a third of its letters or less away. */
export function didYouMean(words: readonly string[], word: string): string {
	const [nearest] = byNearness(words, word);
	if (nearest === undefined) return '';
	const most = Math.max(1, Math.floor(Math.max(nearest.length, word.length) / 3));
	return distance(nearest.toLowerCase(), word.toLowerCase()) <= most ? `, did you mean ${nearest}?` : '';
}

/** Letters to change, add or drop between two words. */
function distance(a: string, b: string): number {
	let before = Array.from({length: b.length + 1}, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
			row.push(Math.min(change, before[j]! + 1, row[j - 1]! + 1));
		}
		before = row;
	}
	return before[b.length]!;
}
