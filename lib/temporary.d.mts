export function makeTemporary(kind: string, parent?: string): string;
export function removeTemporary(folder: string): void;
export function checkTemporary(): void;
