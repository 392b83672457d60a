// What `using` asks for: the engine is older than it and the compiler writes it out. Bundled only if an app needs it.

for (const name of ['dispose', 'asyncDispose']) {
	if (!(name in Symbol)) Object.defineProperty(Symbol, name, {value: Symbol(`Symbol.${name}`)});
}
