// Counts of a TAP report, and whether it is whole: the plan and the number of results must agree.

export interface TapCounts {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	/** Why the report cannot be trusted, if so. */
	readonly broken: string | undefined;
}

export function countTap(report: string): TapCounts {
	const counts = {passed: 0, failed: 0, skipped: 0};
	let planned: number | undefined;
	for (const line of report.split('\n')) {
		const plan = /^1\.\.(\d+)/.exec(line);
		if (plan !== null) planned = Number(plan[1]);
		const result = /^(not )?ok\b(.*)/.exec(line);
		if (result === null) continue;
		if (/#\s*(SKIP|TODO)\b/i.test(result[2]!)) counts.skipped++;
		else if (result[1] === undefined) counts.passed++;
		else counts.failed++;
	}
	const results = counts.passed + counts.failed + counts.skipped;
	return {...counts, broken: brokenReason(planned, results)};
}

function brokenReason(planned: number | undefined, results: number): string | undefined {
	if (planned === undefined) return 'the report has no plan (1..n): the run was cut off';
	if (planned !== results) return `the plan says ${planned} tests, ${results} reported`;
	return planned === 0 ? 'no test ran' : undefined;
}
