// The features of `catnap/dsp`, and what it says when something does not fit.

import {features} from './features.ts';
import {limits} from './limits.ts';

features();
limits();
