// CSV by papaparse, a module for AMD, CommonJS and browsers. The test compares what it says here and in Node.
import Papa from 'papaparse';

const text = 'name,mg\n"a, b",12.5\n"say ""x""",-3\n';
const options = {header: true, dynamicTyping: true, skipEmptyLines: true};
const {data, errors, meta} = Papa.parse<Record<string, unknown>>(text, options);
console.log(JSON.stringify(data), errors.length, JSON.stringify(meta.fields));
console.log(JSON.stringify(Papa.unparse(data)));
console.log(
	Papa.parse('a;b\n1;"2')
		.errors.map(({code}) => code)
		.join(),
);
