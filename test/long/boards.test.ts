// The suites of faults on the boards that would be flashed, in full.
import {flashedBoards, runSuitesOn} from '../targets.ts';

runSuitesOn(flashedBoards);
for (const suite of ['faults', 'away', 'rails', 'retained']) await import(`../faults/${suite}.test.ts`);
