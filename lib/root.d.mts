export const catnapRoot: string;
export const hasSources: boolean;
