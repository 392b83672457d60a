// Every sequence of two and three requests to an async generator that has not started, waits or has ended.

async function* two(): AsyncGenerator<unknown, unknown, unknown> {
	yield 1;
	yield 2;
	return undefined;
}

async function* stubborn(): AsyncGenerator<unknown, unknown, unknown> {
	try {
		yield 1;
	} finally {
		yield 'kept';
	}
	return undefined;
}

type Request = 'next' | 'return' | 'throw';
const requests: readonly Request[] = ['next', 'return', 'throw'];
const letters = {next: 'n', return: 'r', throw: 't'};

function ask(
	it: AsyncGenerator<unknown, unknown, unknown>,
	request: Request,
	order: string[],
	name: string,
): Promise<string> {
	const answer =
		request === 'next' ? it.next() : request === 'return' ? it.return(name) : it.throw(new Error(name));
	return answer.then(
		({value, done}) => {
			order.push(name);
			return `${value}${done ? '.' : ''}`;
		},
		(error: Error) => {
			order.push(name);
			return `!${error.message}`;
		},
	);
}

async function sequence(
	make: () => AsyncGenerator<unknown, unknown, unknown>,
	started: number,
	list: readonly Request[],
) {
	const it = make();
	for (let i = 0; i < started; i++) await it.next();
	const order: string[] = [];
	const answers = await Promise.all(list.map((request, i) => ask(it, request, order, `${i}`)));
	return `${list.map(request => letters[request]).join('')}=${answers.join(',')}/${order.join('')}`;
}

for (const make of [two, stubborn])
	for (const started of [0, 1, 3]) {
		const lines: string[] = [];
		for (const a of requests)
			for (const b of requests) {
				lines.push(await sequence(make, started, [a, b]));
				for (const c of requests) lines.push(await sequence(make, started, [a, b, c]));
			}
		console.log(make.name, started, lines.join(' '));
	}

// what is asked for inside an answer comes behind it
const it = two();
const nested: Promise<unknown>[] = [];
await it.return(Promise.resolve('slow')).then(answer => {
	console.log(JSON.stringify(answer));
	nested.push(it.next(), it.return('again'), it.next());
});
console.log(JSON.stringify(await Promise.all(nested)));

// a rejected value of return()
const failing = two();
const both = await Promise.allSettled([failing.return(Promise.reject('reason')), failing.next()]);
console.log(JSON.stringify(both));
