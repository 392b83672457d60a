// The text of native/include/cn/gen/plan_steps.h, from the table of steps; tools/gen writes it.
import {elementTypes, type Field, type FieldType, type StepLayout} from './step-fields.ts';
import {steps} from './steps.ts';

const cType: Record<FieldType, string> = {
	ref: 'uint32_t',
	u32: 'uint32_t',
	i32: 'int32_t',
	f32: 'float',
	u16: 'uint16_t',
	step: 'uint32_t',
};

/** The text of the header. */
export function stepsHeader(): string {
	const layouts = Object.entries(steps) as [string, StepLayout][];
	const ids = layouts.map(([name, layout]) => `    X(${layout.id}, ${name})`);
	const types = elementTypes.map((type, index) => `    CN_TYPE_${type.toUpperCase()} = ${index},`);
	return [
		'// Generated from tools/model/steps.ts by tools/gen. Edit that file, then run: npm run gen',
		'// The steps of a plan: ids and parameters, in the order of their bytes.',
		'// clang-format off',
		'#ifndef CN_PLAN_STEPS_H',
		'#define CN_PLAN_STEPS_H',
		'',
		'#include <stdint.h>',
		'',
		'enum cn_type {',
		...types,
		'};',
		'',
		'// What every step starts with. `words` counts the whole step.',
		'struct cn_step {',
		'    uint16_t kernel;',
		'    uint16_t words;',
		'    uint16_t op;   // number of the operator in the .tflite',
		'    uint16_t code; // its builtin code',
		'    uint32_t cost; // estimated Cortex-M33 instructions',
		'};',
		'',
		`#define CN_STEPS_LAST ${Math.max(...layouts.map(([, layout]) => layout.id))}`,
		'#define CN_STEPS(X) \\',
		`${ids.join(' \\\n')}`,
		'',
		...layouts.flatMap(([name, layout]) => structText(name, layout)),
		'#endif',
		'',
	].join('\n');
}

function structText(name: string, layout: StepLayout): string[] {
	return [
		`// ${layout.doc}`,
		`struct cn_step_${name} {`,
		'    struct cn_step head;',
		...layout.fields.map(
			([field, type, doc]: Field) => `    ${cType[type]} ${field};${doc ? ` // ${doc}` : ''}`,
		),
		'};',
		'',
	];
}
