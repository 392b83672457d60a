// Values on the console, in apps that print more than texts.
import {inspect} from './inspect.ts';
import {describeBy} from './text.ts';

describeBy(inspect);
