// Clean-up for the case that this process ends before its work does: an emulator would run, a folder would stay forever.

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const pending = new Set<() => void>();

/** Call `clean` (synchronous) if the process exits or gets a signal; returns what takes that back. */
export function guard(clean: () => void): () => void {
	if (pending.size === 0) listen();
	pending.add(clean);
	return () => {
		pending.delete(clean);
		if (pending.size === 0) unlisten();
	};
}

function cleanAll(): void {
	for (const clean of pending) clean();
	pending.clear();
}

/** As if nobody had listened: clean, then die of the same signal. */
function onSignal(signal: NodeJS.Signals): void {
	cleanAll();
	unlisten();
	process.kill(process.pid, signal);
}

function listen(): void {
	process.on('exit', cleanAll);
	for (const signal of signals) process.on(signal, onSignal);
}

function unlisten(): void {
	process.off('exit', cleanAll);
	for (const signal of signals) process.off(signal, onSignal);
}
