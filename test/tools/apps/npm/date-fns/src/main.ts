// Dates by date-fns, an ES module of many files. The test compares what it says here and in Node.
import {addDays} from 'date-fns/addDays';
import {differenceInCalendarDays} from 'date-fns/differenceInCalendarDays';
import {isValid} from 'date-fns/isValid';
import {lightFormat} from 'date-fns/lightFormat';
import {parseISO} from 'date-fns/parseISO';

const start = parseISO('2026-02-27T10:05:00Z');
const end = addDays(start, 3);
console.log(lightFormat(end, "yyyy-MM-dd hh:mm aaaa 'of' d.M.yy"), differenceInCalendarDays(end, start));
console.log(isValid(parseISO('2026-13-01')), isValid(parseISO('2028-02-29')), end.toISOString());
