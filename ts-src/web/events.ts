// `Event`, `EventTarget`, `AbortController` and `AbortSignal`, bundled where a package or an app names one of them.

interface EventOptions {
	readonly cancelable?: boolean;
}

class Event {
	readonly type: string;
	readonly cancelable: boolean;
	target: EventTarget | null = null;
	defaultPrevented = false;
	isStopped = false;

	constructor(type: string, {cancelable = false}: EventOptions = {}) {
		this.type = String(type);
		this.cancelable = cancelable;
	}

	get currentTarget(): EventTarget | null {
		return this.target;
	}

	preventDefault(): void {
		if (this.cancelable) this.defaultPrevented = true;
	}

	stopImmediatePropagation(): void {
		this.isStopped = true;
	}

	stopPropagation(): void {}
}

type Listener = ((event: Event) => void) | {handleEvent(event: Event): void};

interface ListenerOptions {
	readonly once?: boolean;
	readonly signal?: AbortSignal;
}

class EventTarget {
	#listeners: {readonly type: string; readonly listener: Listener; readonly once: boolean}[] = [];

	addEventListener(type: string, listener: Listener | null, options?: ListenerOptions | boolean): void {
		const {once = false, signal = undefined} = typeof options === 'object' ? options : {};
		if (listener === null || signal?.aborted === true) return;
		if (this.#listeners.some(one => one.type === type && one.listener === listener)) return;
		this.#listeners.push({type, listener, once});
		signal?.addEventListener('abort', () => this.removeEventListener(type, listener), {once: true});
	}

	removeEventListener(type: string, listener: Listener | null): void {
		this.#listeners = this.#listeners.filter(one => one.type !== type || one.listener !== listener);
	}

	/** An exception of a listener is reported and does not keep the others from being called. */
	dispatchEvent(event: Event): boolean {
		event.target = this;
		for (const one of this.#listeners) {
			if (event.isStopped) break;
			if (one.type !== event.type || !this.#listeners.includes(one)) continue;
			const {type, listener, once} = one;
			if (once) this.removeEventListener(type, listener);
			try {
				if (typeof listener === 'function') listener.call(this, event);
				else listener.handleEvent(event);
			} catch (error) {
				Promise.reject(error);
			}
		}
		return !event.defaultPrevented;
	}
}

function reasonOf(name: string, message: string): Error {
	const error = new Error(message);
	error.name = name;
	return error;
}

class AbortSignal extends EventTarget {
	aborted = false;
	reason: unknown = undefined;
	#onabort: ((event: Event) => void) | null = null;

	get onabort(): ((event: Event) => void) | null {
		return this.#onabort;
	}

	/** Its place among the listeners is that of the first setting. */
	set onabort(handler: ((event: Event) => void) | null) {
		if (this.#onabort === null && handler !== null)
			this.addEventListener('abort', event => this.#onabort?.(event));
		this.#onabort = handler;
	}

	throwIfAborted(): void {
		if (this.aborted) throw this.reason;
	}

	static abort(reason?: unknown): AbortSignal {
		const controller = new AbortController();
		controller.abort(reason);
		return controller.signal;
	}

	static timeout(ms: number): AbortSignal {
		const controller = new AbortController();
		setTimeout(() => controller.abort(reasonOf('TimeoutError', 'it took too long')), ms);
		return controller.signal;
	}
}

class AbortController {
	readonly signal = new AbortSignal();

	abort(reason: unknown = reasonOf('AbortError', 'it was aborted')): void {
		const {signal} = this;
		if (signal.aborted) return;
		signal.aborted = true;
		signal.reason = reason;
		signal.dispatchEvent(new Event('abort'));
	}
}

Object.assign(globalThis, {Event, EventTarget, AbortSignal, AbortController});
