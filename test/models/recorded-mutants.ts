// What TFLite 2.14.1 said of the first mutants of a seed: a letter each, as in mutants.ts. test/long/mutation.test.ts asks it
// again and shows what has changed.
export const recorded = {
	seed: 20,
	/** Of the mutants' bytes. */
	hash: '74d350d86ca615a7',
	verdicts:
		'ocaraarraarrrarraaaraarraacaaaaorararararrraraararraarracraaaarrracaaaraaaaaaaarrrcarraoraaaaarraora' +
		'rrrrarrraaarrraaaaarraorrarrrrrrorraaaarraarraraaaaaaaaraorarrararaaraaaraaaraarrarrrrorraaroraraaac' +
		'aararaaarrrararcaaoararrrraraarrraaaraarrraraaarrrraaoaorarararaaarrraaorrrarrrraararrraaaaaararrara' +
		'ararraoaraaaraaarararrraaaarrrrrrrrraracaarraaararraaaraacaaarorarraarrrararraaarrroaarrraarrrrarrao',
};
