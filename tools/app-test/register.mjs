// Loaded before an app's tests.
import {readTypescript} from './read-typescript.mjs';

await readTypescript();
