// USB-Serial-JTAG without a host: bytes that are written go nowhere, which EP1_CONF says.

import type {Chip} from './chip.ts';
import {Peripheral} from './peripheral.ts';

export class Usb extends Peripheral {
	constructor(chip: Chip) {
		super(chip, 'USB', 'USB_SERIAL_JTAG', 0x6003_8000);
		// no host polls the endpoint: after 64 bytes there is no room, and the frame number stands still
		this.onRead('EP1_CONF', () => 0);
		this.onWrite('EP1', () => this.violation('EP1 written while there is no room: no host is connected'));
	}
}
