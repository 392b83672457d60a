// The declaration of `catnap:board` that editors see: the virtual kit. A build writes that of its own board.
import host from '../../../boards/host/board.ts';
import {boardDeclaration} from '../../build/board-module.ts';

export function boardTypes(): string {
	const line = '// Generated from boards/host/board.ts by tools/gen. Edit that file, then run: npm run gen\n';
	return `${line}\n${boardDeclaration(host, '../board-types.ts')}`;
}
