// The suites of faults on the boards that would be flashed, in full.
import './flashed.ts'; // before them
import '../faults/faults.test.ts';
import '../faults/away.test.ts';
import '../faults/rails.test.ts';
import '../faults/retained.test.ts';
