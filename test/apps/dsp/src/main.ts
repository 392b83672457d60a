// `catnap/dsp` on the chip: bits that must be the same on every target, beside what plain arithmetic says of them.

import {filters} from './filters.ts';
import {spectra} from './spectra.ts';
import {statistics} from './statistics.ts';

spectra();
filters();
statistics();
