// The folder of facts beside the repository: tests that need it are skipped, and counted as skipped, without it.

import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const beside = fileURLToPath(new URL('../../../../shared', import.meta.url));
const shared = process.env.CATNAP_SHARED ?? (existsSync(beside) ? beside : join(beside, '../../shared'));

/** Path of Nordic's device description, or undefined. */
export const svdPath: string | undefined = [join(shared, 'hardware/nrf5340_application.svd')].find(path =>
	existsSync(path),
);
