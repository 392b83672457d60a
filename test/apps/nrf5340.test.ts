// The apps on the boards of the simulated nRF5340: a clock of its own, driven by its instructions, so only the words are compared.

import test from 'ava';
import {loadBoards} from '../../boards/facts/boards.ts';
import {hasUnicorn} from '../../sim/nrf5340/unicorn.ts';
import {apps, appsSay, longOnSoc} from './suite.ts';

const boards = (await loadBoards()).filter(({simulator}) => simulator === 'nrf5340');
const [first] = boards;
// what takes long is the engine, which is the same on every board of the chip: the long suite runs it on the others
const onOthers = apps.filter(app => !longOnSoc.has(app));
if (await hasUnicorn()) for (const board of boards) appsSay(board, board === first ? apps : onOthers);
else test.skip('the apps say on the simulated nRF5340 what is expected', () => {});
