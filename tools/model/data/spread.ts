// A part of a list that stands for all of it.

/** At most `most`, evenly over the list. */
export function spread<T>(items: readonly T[], most: number): T[] {
	if (items.length <= most) return [...items];
	return Array.from({length: most}, (_, i) => items[Math.floor((i * items.length) / most)]!);
}
