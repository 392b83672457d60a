import type {CatnapError} from './errors.ts';

export function throwIfTaken(path: string): void;
export function makeFolderSync(path: string, todo?: string): void;
export function cannotWrite(where: string, error: unknown, todo?: string): CatnapError;
