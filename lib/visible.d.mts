export function visible(text: string, show?: (found: string) => string | undefined): string;
export function visibleLine(text: string): string;
