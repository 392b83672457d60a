// How a declaration reads in the reference: its head without members and code, types as they are written.
import ts from 'typescript';

/** The declaration without its members. */
export function headOf(name: string, node: ts.Declaration, checker: ts.TypeChecker): string {
	if (ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) {
		const kind = ts.isClassDeclaration(node) ? 'class' : 'interface';
		const bases = (node.heritageClauses ?? []).map(clause => ` ${clause.getText()}`).join('');
		return flat(`${kind} ${name}${typeParameters(node)}${bases}`);
	}
	if (ts.isFunctionDeclaration(node))
		return overloads(node, checker)
			.map(one => `function ${signature(name, one, checker)}`)
			.join('\n');
	if (ts.isTypeAliasDeclaration(node))
		return `type ${name}${typeParameters(node)} = ${aliased(node, checker)}`;
	return `const ${name}${isRecord(node) ? '' : `: ${typeOf(node, checker)}`}`;
}

/** As it is written; what only the compiler can follow, as the compiler reads it. */
function aliased({type}: ts.TypeAliasDeclaration, checker: ts.TypeChecker): string {
	if (!isDerived(type)) return type.getText();
	return isNamed(type, checker) ? '{...}' : spelled(checker.getTypeFromTypeNode(type), checker);
}

export function isDerived(type: ts.Node): boolean {
	return /\b(typeof|ReturnType)\b/.test(type.getText());
}

/** An object whose members are listed below it. */
export function isNamed(type: ts.TypeNode, checker: ts.TypeChecker): boolean {
	const found = checker.getTypeFromTypeNode(type);
	return (
		!found.isUnion() &&
		!(found.flags & ts.TypeFlags.StringLike) &&
		checker.getPropertiesOfType(found).length > 0
	);
}

function spelled(type: ts.Type, checker: ts.TypeChecker): string {
	const flags =
		ts.TypeFormatFlags.NoTruncation |
		ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType |
		ts.TypeFormatFlags.InTypeAlias;
	return checker.typeToString(type, undefined, flags);
}

function overloads(node: ts.FunctionDeclaration, checker: ts.TypeChecker): ts.FunctionDeclaration[] {
	const all = (checker.getSymbolAtLocation(node.name!)!.declarations ?? []).filter(ts.isFunctionDeclaration);
	const open = all.filter(({body}) => body === undefined);
	return open.length > 0 ? open : all;
}

function isRecord(node: ts.Declaration): boolean {
	return ts.isVariableDeclaration(node) && (literalOf(node) ?? typeLiteralOf(node)) !== undefined;
}

/** Of `const board: {...}`. */
export function typeLiteralOf({type}: ts.VariableDeclaration): ts.TypeLiteralNode | undefined {
	return type && ts.isTypeLiteralNode(type) ? type : undefined;
}

/** Of `const power = {...} as const`. */
export function literalOf({initializer}: ts.VariableDeclaration): ts.ObjectLiteralExpression | undefined {
	const inner = initializer && ts.isAsExpression(initializer) ? initializer.expression : initializer;
	return inner && ts.isObjectLiteralExpression(inner) ? inner : undefined;
}

export function memberHead(member: ts.NamedDeclaration, checker: ts.TypeChecker): string | undefined {
	const name = member.name?.getText() ?? '';
	if (ts.isConstructorDeclaration(member))
		return `new ${signature(String((member.parent.name ?? {getText: () => ''}).getText()), member, checker, false)}`;
	if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member))
		return `${statically(member)}${signature(name, member, checker)}`;
	if (ts.isGetAccessor(member)) return `${statically(member)}readonly ${name}: ${returned(member, checker)}`;
	if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) {
		const flags = ts.getCombinedModifierFlags(member);
		const readonly = flags & ts.ModifierFlags.Readonly ? 'readonly ' : '';
		return `${statically(member)}${readonly}${name}${member.questionToken ? '?' : ''}: ${typeOf(member, checker)}`;
	}
	if (ts.isPropertyAssignment(member) || ts.isShorthandPropertyAssignment(member))
		return `readonly ${name}: ${typeOf(member, checker)}`;
	if (ts.isIndexSignatureDeclaration(member)) return flat(member.getText());
	return undefined;
}

function statically(member: ts.NamedDeclaration): string {
	return ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static ? 'static ' : '';
}

function signature(
	name: string,
	node: ts.SignatureDeclaration,
	checker: ts.TypeChecker,
	withResult = true,
): string {
	const parameters = node.parameters.map(parameter => parameterText(parameter, checker)).join(', ');
	return `${name}${typeParameters(node)}(${parameters})${withResult ? `: ${returned(node, checker)}` : ''}`;
}

/** A parameter that is taken apart is called `options`. */
function parameterText(
	{name, type, initializer, questionToken, dotDotDotToken}: ts.ParameterDeclaration,
	checker: ts.TypeChecker,
): string {
	const shown = ts.isIdentifier(name) ? name.text : 'options';
	const optional = questionToken || initializer ? '?' : '';
	const of = type ? flat(type.getText()) : spelled(checker.getTypeAtLocation(name), checker);
	return `${dotDotDotToken ? '...' : ''}${shown}${optional}: ${of}`;
}

function returned(node: ts.SignatureDeclaration, checker: ts.TypeChecker): string {
	if (node.type) return flat(node.type.getText());
	const found = checker.getSignatureFromDeclaration(node)!;
	return spelled(checker.getReturnTypeOfSignature(found), checker);
}

function typeOf(
	node: ts.NamedDeclaration & {readonly type?: ts.TypeNode | undefined},
	checker: ts.TypeChecker,
): string {
	if (node.type && !isDerived(node.type)) return flat(node.type.getText());
	return spelled(checker.getTypeAtLocation(node), checker);
}

function typeParameters({
	typeParameters: all,
}: {
	readonly typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> | undefined;
}): string {
	return all === undefined ? '' : `<${all.map(one => flat(one.getText())).join(', ')}>`;
}

function flat(text: string): string {
	return text
		.replace(/\/\*\*[\s\S]*?\*\//g, '')
		.replace(/\s+/g, ' ')
		.trim();
}
