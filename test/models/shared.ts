// Tests that need ../shared: reported as skipped where it is absent.
import test, {type ImplementationFn} from 'ava';
import {shared} from './places.ts';

export * from './places.ts';

export function sharedTest(title: string, body: ImplementationFn<[]>) {
	(shared === undefined ? test.serial.skip : test.serial)(title, body);
}
