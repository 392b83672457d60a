// A firmware that links only what a model needs: kernels are left out, and a plan that needs one is refused.
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {compileModel, kernelIds, kernelsOf, onlyHeader, runtimeSources} from '../../tools/model/index.ts';
import {opBytes, repository} from './places.ts';

const model = () => compileModel(opBytes('graph_separable_01'), {file: 'graph_separable_01.tflite'});
const kernels = () => kernelsOf([model().plan]);

test('the kernels of a plan are read from its bytes, also of one that is cut off', t => {
	const {plan, steps} = model();
	t.deepEqual(kernels().toSorted(), steps.map(({kernel}) => kernel).toSorted());
	t.deepEqual(kernelIds([plan, plan.subarray(0, 20)]), [1, 2, 4]);
	for (let length = 0; length < plan.length; length += 4)
		t.true(kernelIds([plan.subarray(0, length)]).every(id => [1, 2, 4].includes(id)));
});

test('the header lists the kernels of the model and no other', t => {
	t.regex(
		onlyHeader(kernels()),
		/^#define CN_KERNEL_STEPS\(X\) X\(1, conv_s8\) X\(2, dw_s8\) X\(4, pool\)$/m,
	);
});

test('only the kernels of the header are linked', t => {
	const folder = mkdtempSync(join(tmpdir(), 'catnap-only-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	writeFileSync(join(folder, 'only.h'), onlyHeader(kernels()));
	const main = '#include "cn/plan.h"\nint main(void) { cn_plan_invoke(0); return 0; }\n';
	writeFileSync(join(folder, 'main.c'), main);
	const program = join(folder, 'program');
	execFileSync('clang', [
		'-std=c11',
		'-Os',
		'-ffunction-sections',
		'-fdata-sections',
		'-fuse-ld=lld',
		'-Wl,--gc-sections',
		'-DCN_KERNELS_ONLY="only.h"',
		'-I',
		folder,
		'-I',
		join(repository, 'native/include'),
		join(folder, 'main.c'),
		...runtimeSources(),
		'-o',
		program,
	]);
	const names = execFileSync('nm', [program], {encoding: 'utf8'});
	t.regex(names, /cn_kernel_conv_s8$/m);
	t.notRegex(names, /cn_kernel_(lstm_s8|svdf_s8|softmax_s8|signal_log)$/m);
});
