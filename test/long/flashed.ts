// Lets the suites that are loaded behind this file run on the boards that would be flashed.
import {flashedBoards, runSuitesOn} from '../targets.ts';

runSuitesOn(flashedBoards);
