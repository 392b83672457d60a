// What the app uses of ms, which brings no types of its own.

declare module 'ms' {
	/** Milliseconds of a text, or a text of milliseconds. */
	export default function ms(text: string): number;
	export default function ms(milliseconds: number, options?: {readonly long?: boolean}): string;
}
