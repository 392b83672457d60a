// What a doc comment says, as Markdown: its sentences, then parameters, default, result and errors.
import ts from 'typescript';

/** The doc comment: its sentences, then parameters, default, result and errors, one a line. */
export function wordsOf(node: ts.Node): string {
	const holder = ts.isVariableDeclaration(node) ? node.parent.parent : node;
	const docs = ts.getJSDocCommentsAndTags(holder).filter(ts.isJSDoc).at(-1);
	if (docs === undefined) return '';
	const tags = (docs.tags ?? []).map(tagLine).filter(line => line !== '');
	return [sentence(docs.comment), tags.join('\n')].filter(part => part !== '').join('\n\n');
}

export function sentence(comment: ts.JSDoc['comment'] | undefined): string {
	return (ts.getTextOfJSDocComment(comment) ?? '').replace(/\{@link (\w+)\}/g, '`$1`').trim();
}

const tagWords: Readonly<Record<string, string>> = {default: 'default', returns: 'returns', throws: 'errors'};

function tagLine(tag: ts.JSDocTag): string {
	const text = sentence(tag.comment).replace(/\s*\n\s*/g, ' ');
	if (ts.isJSDocParameterTag(tag)) return `- \`${tag.name.getText()}\`: ${text}`;
	const thrown =
		ts.isJSDocThrowsTag(tag) && tag.typeExpression ? `\`${tag.typeExpression.type.getText()}\` ` : '';
	const word = tagWords[tag.tagName.text];
	return word === undefined ? '' : `- ${word}: ${thrown}${text}`;
}
