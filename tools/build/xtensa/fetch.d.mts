// Types of fetch.mjs, which is plain JavaScript so that it runs before anything is installed.
export const xtensaCompiler: string;
export function fetchXtensa(log?: (line: string) => void): string;
