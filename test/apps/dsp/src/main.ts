// `catnap/dsp` on the chip: bits that must be the same on every target, beside what plain arithmetic says of them.

import {sleep} from 'catnap';
import {filters} from './filters.ts';
import {spectra} from './spectra.ts';
import {statistics} from './statistics.ts';

// a core without doubles takes seconds for each part
spectra();
await sleep('1ms');
filters();
await sleep('1ms');
statistics();
