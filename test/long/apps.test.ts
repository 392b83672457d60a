// The apps that take long on the simulated nRF5340, where `npm test` leaves them out.

import {loadBoards} from '../../boards/facts/boards.ts';
import {appsSay, longOnSoc} from '../apps/suite.ts';

const boards = (await loadBoards()).filter(({simulator}) => simulator === 'nrf5340');
for (const board of boards) appsSay(board, [...longOnSoc]);
