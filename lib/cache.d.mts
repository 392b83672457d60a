export function cacheFolder(): string;
export function makeCache(...names: readonly string[]): string;
export function keepQuietly(bytes: string | Uint8Array, folder: string, name: string): void;
