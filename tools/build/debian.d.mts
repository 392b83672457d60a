// Types of debian.mjs, which is plain JavaScript so that it runs before anything is installed.
interface Failures {
	command(facts: object): Error;
	mirror(facts: object): Error;
	download(facts: object): Error;
}
export function fromDebian<T>(
	from: {
		readonly work: string;
		readonly suite: string;
		readonly kind: 'deb' | 'deb-src';
		say(mirror: string): void;
		readonly fail: Failures;
	},
	use: (apt: (args: readonly string[]) => string) => T,
): T;
export function run(
	command: string,
	args: readonly string[],
	options: {readonly cwd: string; readonly todo?: string; readonly fail: Pick<Failures, 'command'>},
): string;
export function debianMirrors(etc?: string): string[];
