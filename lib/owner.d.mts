export function startOf(pid: number): string | undefined;
export function numbering(): string;
