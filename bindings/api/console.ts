// The console: lines of text with a level.
import {defineService} from '../schema.ts';

export default defineService({
	name: 'console',
	doc: 'Lines of text for people and tools.',
	includes: ['cn/console.h'],
	functions: {
		write: {
			doc: 'Write one line.',
			calls: 'cn_console_text',
			params: {
				level: {
					type: 'choice',
					values: {
						debug: 'CN_CONSOLE_DEBUG',
						info: 'CN_CONSOLE_INFO',
						log: 'CN_CONSOLE_INFO',
						warn: 'CN_CONSOLE_WARN',
						error: 'CN_CONSOLE_ERROR',
					},
					doc: 'How important it is',
				},
				text: {type: 'text', minBytes: 0, maxBytes: 65536, doc: 'The line, without its end'},
			},
			returns: {type: 'nothing'},
			infallible: true,
			errors: [],
		},
	},
});
