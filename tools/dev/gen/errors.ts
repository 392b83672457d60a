// The error table in C and in TypeScript.
import {errors} from '../../../bindings/schema.ts';
import {banner} from './names.ts';

const source = 'bindings/schema.ts';
const rows = Object.entries(errors);

const constant = (name: string, value: number) => `CN_ERR_${name} = ${value},`;
// comments in one column, as clang-format wants them
const width = Math.max(...rows.map(([name, {value}]) => constant(name, value).length));

export function errorHeader(): string {
	return [
		`// ${banner(source)}`,
		'#ifndef CN_ERROR_H',
		'#define CN_ERROR_H',
		'',
		'enum cn_error {',
		'    CN_OK = 0,',
		...rows.map(([name, {value, doc}]) => `    ${constant(name, value).padEnd(width)} // ${doc}`),
		'};',
		'',
		'#endif',
		'',
	].join('\n');
}

export function errorTable(): string {
	return [
		`// ${banner(source)}`,
		'#include "bind.h"',
		'#include "cn/error.h"',
		'',
		'static const struct {',
		'    int code;',
		'    const char *name, *text;',
		'} table[] = {',
		...rows.map(([name, {doc}]) => `    {CN_ERR_${name}, "${name}", "${doc}"},`),
		'};',
		'#define ROWS (sizeof table / sizeof table[0])',
		'',
		'const char *cn_error_name(int code) {',
		'    for (size_t i = 0; i < ROWS; i++) {',
		'        if (table[i].code == code) {',
		'            return table[i].name;',
		'        }',
		'    }',
		'    return "UNKNOWN";',
		'}',
		'',
		'const char *cn_error_text(int code) {',
		'    for (size_t i = 0; i < ROWS; i++) {',
		'        if (table[i].code == code) {',
		'            return table[i].text;',
		'        }',
		'    }',
		'    return "unknown error";',
		'}',
		'',
	].join('\n');
}

export function errorTypes(): string {
	return [
		`// ${banner(source)}`,
		'',
		'/** Codes of errors that native functions throw. */',
		'export type NativeErrorCode =',
		...rows.map(([name, {doc}]) => `\t/** ${doc}. */\n\t| '${name}'`),
		'\t;',
		'',
		'/** What native functions throw: an Error with a code. */',
		'export interface NativeError extends Error {',
		'\t/** What went wrong, to decide by; the message is for people. */',
		'\treadonly code: NativeErrorCode;',
		'\t/** What an argument must be, when one is wrong. */',
		'\treadonly expected?: string;',
		'\t/** What it was instead. */',
		'\treadonly received?: string;',
		'}',
		'',
		'const codes: ReadonlySet<string> = new Set([',
		...rows.map(([name]) => `\t'${name}',`),
		']);',
		'',
		'export const NativeError = {',
		"\t/** Whether `value` was thrown by a native function: `if (NativeError.is(error) && error.code === 'FULL')`. */",
		'\tis(value: unknown): value is NativeError {',
		"\t\treturn value instanceof Error && codes.has((value as Partial<NativeError>).code ?? '');",
		'\t},',
		'};',
		'',
	].join('\n');
}
