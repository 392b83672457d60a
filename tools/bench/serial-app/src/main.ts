// Lines of a serial port, as a GPS receiver sends them; what is in them is not looked at.

import {board} from 'catnap';
import {Serial} from 'catnap/io';

const port = new Serial({io: board.uart0, baud: 9600});
for await (const line of port.lines()) if (line === '') console.log('an empty line');
