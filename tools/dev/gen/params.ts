// One parameter of a native function as pieces of its C glue: locals, checks, what is resolved last, arguments.
import type {CharsType, OptionField, Param, Scalar} from '../../../bindings/schema.ts';
import {elements, literal, numberTypes, snake} from './names.ts';

export interface Pieces {
	readonly locals: string[];
	/** C conditions that are true when the argument is wrong; code of the app may run in them. */
	readonly checks: string[];
	/** The same, for pointers: they hold until the engine runs again, so they are resolved after all else. */
	readonly late: string[];
	readonly args: string[];
	readonly release: string[];
	/** Tables before the function. */
	readonly tables: string[];
}

export interface Place {
	/** Prefix of C names that belong to this function: `timer_start`. */
	readonly prefix: string;
	/** The C expression of the value: `argv[0]`. */
	readonly value: string;
	readonly name: string;
}

export function paramPieces(param: Param, place: Place, classOf: (handle: string) => string): Pieces {
	const local = snake(place.name);
	switch (param.type) {
		case 'text':
			return pieces({
				locals: [`struct cn_text ${local} = {0};`],
				checks: [
					`cn_arg_text(&call, ${place.value}, "${place.name}", ${param.minBytes}, ${param.maxBytes}, &${local}) < 0`,
				],
				args: [`${local}.text`, `${local}.length`],
				release: [`cn_text_free(ctx, &${local});`],
			});
		case 'array': {
			const {c, engine} = elements[param.of];
			return pieces({
				locals: [`void *${local} = NULL;`, `size_t ${local}_count = 0;`],
				late: [
					`cn_arg_array(&call, ${place.value}, "${place.name}", ${engine}, ${param.min}, ${param.max}, &${local}, &${local}_count) < 0`,
				],
				args: [`(${param.out ? '' : 'const '}${c} *)${local}`, `${local}_count`],
			});
		}
		case 'handle':
			return pieces({
				locals: [`void *${local} = NULL;`],
				late: [
					`!(${local} = cn_handle_native(&call, ${place.value}, "${place.name}", &${classOf(param.handle)}))`,
				],
				args: [local],
			});
		case 'callback':
			return pieces({
				checks: [`cn_arg_function(&call, ${place.value}, "${place.name}") < 0`],
				args: [`${place.prefix}_${local}`, 'slot'],
			});
		case 'object':
			return pieces({checks: [`cn_arg_options(&call, ${place.value}, "${place.name}", false) < 0`]});
		case 'function':
			return pieces({checks: [`cn_arg_function(&call, ${place.value}, "${place.name}") < 0`]});
		case 'options':
			return optionsPieces(param, place);
		default:
			return scalarPieces(param, place);
	}
}

function pieces(some: Partial<Pieces>): Pieces {
	return {locals: [], checks: [], late: [], args: [], release: [], tables: [], ...some};
}

function scalarPieces(param: Scalar | CharsType, place: Place): Pieces {
	const local = snake(place.name);
	const table = `${place.prefix}_${local}_choices`;
	return pieces({
		locals: [localOf(param, local)],
		checks: [
			`cn_arg_${kindOf(param)}(&call, ${place.value}, "${place.name}", ${limitsOf(param, table)}${target(param, local)}) < 0`,
		],
		args: [local],
		tables: param.type === 'choice' ? [choiceTable(table, param.values)] : [],
	});
}

function optionsPieces(param: Param & {type: 'options'}, place: Place): Pieces {
	const local = snake(place.name);
	const fields = Object.entries(param.fields);
	const optional = fields.every(([, field]) => field.default !== undefined);
	const table = `${place.prefix}_${local}`;
	const struct = (param.struct ?? `struct ${table}`).replace(/^const /, '');
	const presets = fields
		.filter(([, field]) => field.default !== undefined)
		.map(([name, field]) => `.${snake(name)} = ${presetOf(field)}`);
	const members = fields.map(([name, field]) => `${memberType(field)} ${snake(name)};`);
	return pieces({
		locals: [`${struct} ${local} = {${presets.join(', ') || '0'}};`],
		checks: [
			`cn_arg_record(&call, ${place.value}, "${place.name}", ${optional}, ${table}_fields, ${fields.length}, &${local}) < 0`,
		],
		args: param.struct === undefined ? fields.map(([name]) => `${local}.${snake(name)}`) : [`&${local}`],
		tables: [
			...(param.struct === undefined ? [`${struct} {${members.join(' ')}};`] : []),
			...fields.flatMap(([name, field]) => limitTable(`${table}_${snake(name)}`, field)),
			`static const struct cn_option ${table}_fields[] = {`,
			...fields.map(([name, field]) => `\t${optionRow(struct, name, field, `${table}_${snake(name)}`)},`),
			'};',
		],
	});
}

function optionRow(struct: string, name: string, field: OptionField, table: string): string {
	const member = `"${name}", CN_MEMBER(${struct}, ${snake(name)}), ${field.default === undefined}`;
	switch (field.type) {
		case 'bool':
			return `{${member}, 0, {{0, 0}}}`;
		case 'choice':
			return `{${member}, ${Object.keys(field.values).length}, {.choice = ${table}}}`;
		case 'u32':
		case 'i32': {
			const [least, most] = [literal(field.type, field.min), literal(field.type, field.max)];
			return `{${member}, 0, {{(uint32_t)${least}, (uint32_t)${most}}}}`;
		}
		default:
			return `{${member}, 0, {.real = ${table}}}`;
	}
}

function limitTable(name: string, field: OptionField): string[] {
	if (field.type === 'choice') return [choiceTable(name, field.values)];
	if (field.type !== 'f64' && field.type !== 'us') return [];
	return [`static const double ${name}[] = {${literal('f64', field.min)}, ${literal('f64', field.max)}};`];
}

function memberType(field: OptionField): string {
	return field.type === 'bool' ? 'bool' : field.type === 'choice' ? 'int' : numberTypes[field.type];
}

function presetOf(field: OptionField): string {
	if (field.type === 'bool') return String(field.default);
	if (field.type === 'choice') return field.values[String(field.default)]!;
	return literal(field.type, Number(field.default));
}

function kindOf(param: Scalar | CharsType): string {
	return param.type;
}

function limitsOf(param: Scalar | CharsType, table: string): string {
	switch (param.type) {
		case 'bool':
			return '';
		case 'choice':
			return `${table}, ${Object.keys(param.values).length}, `;
		case 'chars':
			return `${param.minBytes}, ${param.maxBytes}, `;
		default:
			return `${literal(param.type, param.min)}, ${literal(param.type, param.max)}, `;
	}
}

function target(param: Scalar | CharsType, local: string): string {
	return param.type === 'chars' ? local : `&${local}`;
}

function localOf(param: Scalar | CharsType, local: string): string {
	switch (param.type) {
		case 'bool':
			return `bool ${local} = false;`;
		case 'choice':
			return `int ${local} = 0;`;
		case 'chars':
			return `char ${local}[${param.maxBytes + 1}] = "";`;
		default:
			return `${numberTypes[param.type]} ${local} = ${literal(param.type, 0)};`;
	}
}

export function choiceTable(name: string, values: Readonly<Record<string, string>>): string {
	const rows = Object.entries(values).map(([text, constant]) => `{"${text}", ${constant}}`);
	return `static const struct cn_choice ${name}[] = {${rows.join(', ')}};`;
}
