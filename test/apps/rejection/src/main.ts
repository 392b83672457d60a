// A rejection that nobody handles is reported with its place, and the app goes on.

import {sleep} from 'catnap';

async function lost(): Promise<void> {
	await sleep('1ms');
	throw new Error('nobody listens');
}

void lost();
const late = Promise.reject(new Error('handled in time'));
late.catch(error => console.log('caught:', (error as Error).message));
await sleep('10ms');
console.log('the app goes on');
