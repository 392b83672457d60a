// The C file of one service, and the table of all services.
import type {Service} from '../../../bindings/schema.ts';
import {className, functionGlue, type Glue, slotsOf} from './glue.ts';
import {banner, sourceOf} from './names.ts';

export function serviceFile(service: Service): string {
	const parts: string[] = [];
	// classes are named by glue that comes before their tables
	for (const handle of Object.keys(service.handles ?? {})) {
		parts.push(`static const struct cn_handle_class ${className(service, handle)};`);
	}
	for (const [name, handle] of Object.entries(service.handles ?? {})) {
		const owner = className(service, name);
		const glue = Object.entries(handle.methods).map(
			([method, fn]) =>
				[method, functionGlue({service, handle: {name, facts: handle}}, method, fn), paramCount(fn)] as const,
		);
		parts.push(...glue.map(([, {text}]) => text));
		parts.push(closeGlue(owner));
		const entries = [
			...glue.map(([method, one, count]) => entry(method, one, count)),
			entry('close', {name: `js_${owner}_close`}, 0),
		];
		parts.push(functionTable(`${owner}_methods`, entries));
		parts.push(classTable(owner, name, handle.struct, handle.close, entries.length, slotsOf(handle)));
	}
	const glue = Object.entries(service.functions).map(
		([name, fn]) => [name, functionGlue({service}, name, fn), paramCount(fn)] as const,
	);
	parts.push(...glue.map(([, {text}]) => text));
	parts.push(
		functionTable(
			`${service.name}_functions`,
			glue.map(([name, one, count]) => entry(name, one, count)),
		),
	);
	parts.push(serviceRow(service, glue.length));
	return `${header(service)}\n${parts.join('\n\n')}\n`;
}

function header(service: Service): string {
	const includes = [...service.includes, 'cn/done.h', 'cn/error.h'].map(file => `#include "${file}"`);
	return [
		`// ${banner(sourceOf(service))}`,
		'#include "bind.h"',
		`#include "services.h"`,
		'',
		...new Set(includes),
		'',
	].join('\n');
}

function paramCount(fn: {readonly params: object}): number {
	return Object.keys(fn.params).length;
}

function entry(name: string, glue: Pick<Glue, 'name'>, length: number): string {
	return `JS_CFUNC_DEF("${name}", ${length}, ${glue.name}),`;
}

function functionTable(name: string, entries: readonly string[]): string {
	return `static const JSCFunctionListEntry ${name}[] = {\n${entries.map(one => `    ${one}\n`).join('')}};`;
}

function closeGlue(owner: string): string {
	return [
		`static JSValue js_${owner}_close(JSContext *ctx, JSValueConst this_val, int argc, JSValueConst *argv) {`,
		'    (void)argc;',
		'    (void)argv;',
		`    return cn_handle_close(ctx, this_val, &${owner});`,
		'}',
	].join('\n');
}

function classTable(
	owner: string,
	name: string,
	struct: string,
	close: string,
	functions: number,
	slots: number,
): string {
	return [
		`static void ${owner}_close_native(void *native) {`,
		`    ${struct} *self = native;`,
		`    ${close}(self);`,
		'}',
		'',
		`static JSClassID ${owner}_id;`,
		`static const struct cn_handle_class ${owner} = {`,
		`    .name = "${name}",`,
		`    .id = &${owner}_id,`,
		`    .close = ${owner}_close_native,`,
		`    .functions = ${owner}_methods,`,
		`    .function_count = ${functions},`,
		`    .slots = ${slots},`,
		'};',
	].join('\n');
}

function serviceRow(service: Service, functions: number): string {
	const handles = Object.keys(service.handles ?? {});
	const classes = handles.map(handle => `&${className(service, handle)}`);
	const table =
		classes.length === 0
			? []
			: [`static const struct cn_handle_class *const ${service.name}_classes[] = {${classes.join(', ')}};`];
	return [
		...table,
		`const struct cn_service cn_service_${service.name} = {`,
		`    .module = "catnap:${service.name}",`,
		`    .functions = ${service.name}_functions,`,
		`    .function_count = ${functions},`,
		`    .classes = ${classes.length === 0 ? 'NULL' : `${service.name}_classes`},`,
		`    .class_count = ${classes.length},`,
		'};',
	].join('\n');
}

export function servicesHeader(services: readonly Service[]): string {
	return [
		`// ${banner('bindings/api')}`,
		'#ifndef CN_SERVICES_H',
		'#define CN_SERVICES_H',
		'',
		...services.map(service => `extern const struct cn_service cn_service_${service.name};`),
		'',
		'#endif',
		'',
	].join('\n');
}

export function servicesTable(services: readonly Service[]): string {
	return [
		`// ${banner('bindings/api')}`,
		'#include "bind.h"',
		'#include "services.h"',
		'',
		'#ifdef CN_PARTS_ONLY',
		'#include CN_PARTS_ONLY // defines CN_SERVE_... for those that are linked only by need',
		'#else',
		...services.filter(({byNeed}) => byNeed).map(service => `#define ${serveMacro(service)}`),
		'#endif',
		'',
		'const struct cn_service *const cn_services[] = {',
		...services.flatMap(service => {
			const row = `    &cn_service_${service.name},`;
			return service.byNeed ? [`#ifdef ${serveMacro(service)}`, row, '#endif'] : [row];
		}),
		'};',
		'const int cn_service_count = sizeof cn_services / sizeof cn_services[0];',
		'',
	].join('\n');
}

export const serveMacro = ({name}: Pick<Service, 'name'>): string => `CN_SERVE_${name.toUpperCase()}`;
