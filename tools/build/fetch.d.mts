// Types of fetch.mjs, which is plain JavaScript so that it runs before anything is installed.
export const quickjsVersion: string;
export function findQuickjs(): string | undefined;
export function fetchQuickjs(log?: (line: string) => void): string;
export function keep(made: string, kept: string): void;
