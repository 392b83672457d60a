// The stopwatch's steps, on the app that they change.
import {cpSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {catnapRoot} from '../../tools/build/app.ts';
import {catnapSteps, deviceScriptSteps} from '../../tools/dev/stopwatch/steps.ts';
import {defaultTemplate} from '../../tools/new/templates.ts';

const work = mkdtempSync(join(tmpdir(), 'catnap-stopwatch-test-'));
test.after.always(() => rmSync(work, {recursive: true, force: true}));

test('an edit changes what the app says, and the line that is waited for is not there before', t => {
	cpSync(join(catnapRoot, 'examples', defaultTemplate, 'src'), join(work, 'src'), {recursive: true});
	const main = (): string => readFileSync(join(work, 'src/main.ts'), 'utf8');
	const before = main();
	for (const {edit, until} of catnapSteps('catnap.tgz').steps) {
		if (edit !== undefined && until !== undefined) t.notRegex(main(), until);
		edit?.(work);
		if (until !== undefined) t.regex(main(), until);
	}
	t.is(main(), before);
	t.throws(() => catnapSteps('catnap.tgz').steps[4]!.edit!(work), {message: /has no "edited"/});
});

test('both are timed to a first output, a new output and a passing test, the other one pinned', t => {
	const whats = [catnapSteps('catnap.tgz'), deviceScriptSteps].map(({steps}) => steps.map(({what}) => what));
	for (const what of ['first output', 'edit, new output', 'its test passing'])
		t.true(
			whats.every(each => each.includes(what)),
			what,
		);
	t.regex(deviceScriptSteps.steps[0]!.command.at(-1)!, /@\d+\.\d+\.\d+$/);
});
