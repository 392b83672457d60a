// What the engine had wrong, and its neighbours: the lines are what Node prints.
import './leaving.ts';
import './queues.ts';
import './patterns.ts';
import './texts.ts';
import './keys.ts';
import './arguments.ts';

await import('./later.ts');
