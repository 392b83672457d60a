// Where the scenario of an app lies if none is named: found without loading what reads it.

import {existsSync} from 'node:fs';
import {join} from 'node:path';

const names = ['scenario.ts', 'scenario.yaml', 'scenario.yml'];

export function usualScenario(appDir: string): string | undefined {
	return names.map(name => join(appDir, name)).find(path => existsSync(path));
}
