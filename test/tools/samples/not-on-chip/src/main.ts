// The chip has no parser.
const twice = new Function('x', 'return 2 * x');
console.log(twice(21));
