// Names of the web platform; the test compares what they say with what they say in Node.
import {lines} from './lines.ts';

for (const line of lines()) console.log(line);
