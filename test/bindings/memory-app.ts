// An app that runs a program out of memory and then again in peace: says `WRONG ...` unless what it catches is the
// NO_MEMORY error and the second run says what it should, and `went on` when all is well.

/** `program` as in test/long/memory: imports, `say`, and a last line that says what was caught. */
export function releaseApp(program: string, expected: string): string {
	const body = program
		.split('\n')
		.filter(line => !/^import |^const say = /.test(line))
		.join('\n')
		.replace("say('caught ' + e);", 'throw e;');
	return `import * as c from 'catnap:console';
import {fail} from 'catnap:probe';
const said = [];
const say = text => { said.push(\`\${text}\`); };
async function program() {
${body}
}
let first, caught;
try { first = program(); await first; } catch (error) { caught = error; fail(0); }
fail(0);
// an await that finds no memory throws, and what it would have waited for still runs: let it come to its end
try { await first; } catch {}
for (let i = 0; i < 500; i++) await null;
const problems = [];
if (caught === null || (caught !== undefined && caught?.code !== 'NO_MEMORY')) problems.push(\`WRONG \${caught}\`);
if (caught !== undefined && !(caught instanceof Error && caught.name === 'Error' && caught.message.startsWith('out of memory'))) problems.push('WRONG words');
said.length = 0;
await program();
if (said.join('\\n') !== ${JSON.stringify(expected)}) problems.push('WRONG second run');
c.write('log', problems.length > 0 ? problems.join() : 'went on');
`;
}
