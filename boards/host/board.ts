// Facts of the board `host`: the virtual development kit as WebAssembly inside Node.

import {defineBoard} from '../facts/define-board.ts';
import {kit} from '../virtual/kit.ts';

export default defineBoard({
	...kit,
	name: 'host',
	title: 'Virtual kit, WebAssembly',
	id: 1,
	core: 'wasm32',
	simulator: 'host',
});
