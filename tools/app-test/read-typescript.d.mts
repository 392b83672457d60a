export function readTypescript(): Promise<void>;
