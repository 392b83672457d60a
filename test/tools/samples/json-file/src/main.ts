import table from './table.json';

console.log(table);
