// JSON that has a key `__proto__`: as JavaScript that would be the object's prototype, and is written as a computed key.
import type {Plugin} from 'rollup';
import {type Node, walk} from './syntax.ts';

/** For behind the plugin that makes JavaScript of JSON. */
export function jsonKeys(): Plugin {
	return {
		name: 'catnap-json-keys',
		transform(code, id) {
			if (!id.endsWith('.json') || !code.includes('__proto__')) return null;
			return {code: withOwnKeys(code, this.parse(code) as unknown as Node), map: null};
		},
	};
}

function withOwnKeys(code: string, tree: Node): string {
	const keys: Node[] = [];
	walk(tree, (node, parent, name) => {
		const isKey = name === 'key' && parent.type === 'Property' && parent.computed !== true;
		if (isKey && (node.name ?? node.value) === '__proto__') keys.push(node);
	});
	return keys.reduceRight(
		(text, {start, end}) => `${text.slice(0, start)}["__proto__"]${text.slice(end)}`,
		code,
	);
}
