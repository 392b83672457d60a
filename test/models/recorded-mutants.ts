// What TFLite 2.14.1 said of the first mutants of a seed: a letter each, as in mutants.ts. test/long/mutation.test.ts asks it
// again and shows what has changed.

interface Recorded {
	readonly seed: number;
	/** Of the mutants' bytes. */
	readonly hash: string;
	readonly verdicts: string;
}

const numbers: Recorded = {
	seed: 20,
	hash: '74d350d86ca615a7',
	verdicts:
		'ocaraarraarrrarraaaraarraacaaaaorararararrraraararraarracraaaarrracaaaraaaaaaaarrrcarraoraaaaarraora' +
		'rrrrarrraaarrraaaaarraorrarrrrrrorraaaarraarraraaaaaaaaraorarrararaaraaaraaaraarrarrrrorraaroraraaac' +
		'aararaaarrrararcaaoararrrraraarrraaaraarrraraaarrrraaoaorarararaaarrraaorrrarrrraararrraaaaaararrara' +
		'ararraoaraaaraaarararrraaaarrrrrrrrraracaarraaararraaaraacaaarorarraarrrararraaarrroaarrraarrrrarrao',
};

const structure: Recorded = {
	seed: 20,
	hash: 'b6ad63e0977937e8',
	verdicts:
		'oaaaracraaarrraoarraoaaarorrrraaraaaaaaraaaaororarrrrraroaaaarrcrrrorrraarrrararrarrraaarrrarrrrarar' +
		'araaraarroarcarrorraarrorarcracaaaoroarrroarraraaaaarraraaraorrrrrraaoaaaraaarrraaaaaoaarararrraaorr' +
		'rraoaorraorraaraaoarrrrarrrarrarrorararraraarraarraarraarrrraarorraaoaoaaaorrararrrarrrrrarrarrraarr' +
		'rrrarraorrrororoaaorraraaaaaaorraaraaraaororararraaarrraaaroaaaaacarraaaraarraarraraaarrrarraarorror',
};

export const recorded = {numbers, structure};
