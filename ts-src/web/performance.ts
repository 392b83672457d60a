// `performance.now`, bundled where a package or an app names it.
import {nowUs} from '../time.ts';

Object.assign(globalThis, {performance: {now: () => nowUs() / 1000, timeOrigin: 0}});
