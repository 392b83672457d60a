import * as c from 'catnap:console';
const say = t => c.write('log', `${t}`);
const wait = v => new Promise(r => r(v));
async function add(a, b) { const x = await wait(a); return x + await b; }
async function fails() { await null; throw new Error('async'); }
async function* ag(n) { try { for (let i = 0; i < n; i++) { await null; yield i; } } finally { say('agfin'); } }
async function run() {
	say(await add(1, wait(2))); try { await fails(); } catch (e) { say(e.message + (e.stack.length > 0)); }
	for await (const x of ag(3)) { if (x === 1) say(x); } for await (const x of ag(5)) if (x === 2) break; for await (const x of [wait(1), 2]) say(x);
	say((await Promise.all([1, wait(2), add(1, 2)])).join()); say((await Promise.allSettled([fails(), 1])).map(r => r.status).join()); say(await Promise.race([wait(5), new Promise(() => {})])); try { await Promise.any([fails(), Promise.reject(3)]); } catch (e) { say(e.errors.length); }
	const g = ag(3); say((await g.next()).value); await g.return(5); const h = ag(2); await h.next(); try { await h.throw(new Error('thrown')); } catch (e) { say(e.message); }
	async function* d() { yield* ag(2); yield* [wait(9)]; } for await (const x of d()) say(x);
	await wait(1).then(x => { throw x; }).catch(x => x).finally(() => say('finally')); const {promise, resolve} = Promise.withResolvers(); resolve(8); say(await promise);
	say(await {then(r) { r(6); }}); const ar = async () => { try { return await fails(); } finally { await null; say('cleanup'); } }; await ar().catch(e => say('c' + e.message));
}
try { await run(); } catch (e) { say('caught ' + e); }
