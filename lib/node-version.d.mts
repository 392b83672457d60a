export const oldestNode: readonly [major: number, minor: number];
export function isNewEnough(version: string): boolean;
export function checkNode(version?: string): void;
