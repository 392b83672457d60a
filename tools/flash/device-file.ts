// The file that holds firmware and app of a board: Intel HEX for programs of debug probes, else the bytes of its flash.

import type {FlashLayout} from '../../boards/facts/layout.ts';
import {binOf} from './flash-bin.ts';
import {type Piece, writeHex} from './intel-hex.ts';

export function deviceName({by}: Pick<FlashLayout, 'by'>): 'device.hex' | 'device.bin' {
	return by === 'probe' ? 'device.hex' : 'device.bin';
}

export function deviceFile(layout: FlashLayout, pieces: readonly Piece[]): string | Uint8Array {
	return layout.by === 'probe' ? writeHex(pieces) : binOf(layout, pieces);
}
