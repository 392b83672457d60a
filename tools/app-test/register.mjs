// Loaded before an app's tests: TypeScript by tsx, then the resolver for an app that has no node_modules of its own.
import {register as registerHooks} from 'node:module';
import {register} from 'tsx/esm/api';

registerHooks('./resolve.mjs', import.meta.url);
register();
