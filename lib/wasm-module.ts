// Compiled WebAssembly by the file it came from: one process compiles a file once, whoever runs it.
import {readFileSync, statSync} from 'node:fs';

const modules = new Map<string, {readonly changed: number; readonly module: WebAssembly.Module}>();

export function wasmModule(path: string): WebAssembly.Module {
	const changed = statSync(path).mtimeMs;
	const known = modules.get(path);
	if (known?.changed === changed) return known.module;
	const module = new WebAssembly.Module(readFileSync(path));
	modules.set(path, {changed, module});
	return module;
}
