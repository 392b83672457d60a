// The apps on the boards of the simulated nRF5340: a clock of its own, driven by its instructions, so only the words are compared.

import test from 'ava';
import {loadBoards} from '../../boards/facts/boards.ts';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {apps, appsSay, longOnSoc} from './suite.ts';

const boards = (await loadBoards()).filter(({simulator}) => simulator === 'nrf5340');
// what takes long is the engine, whose same code the suite runs on the Cortex-M33 in QEMU: the long suite runs it here
const short = apps.filter(app => !longOnSoc.has(app));
if (await hasUnicorn()) for (const board of boards) appsSay(board, short);
else test.skip('the apps say on the simulated nRF5340 what is expected', () => {});
