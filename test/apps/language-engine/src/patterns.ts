// Each turn of a repeated group starts with its captures undefined.

const show = (pattern: RegExp, text: string) =>
	console.log(String(pattern), JSON.stringify(pattern.exec(text)), pattern.exec(text)?.index);

show(/(?:(a)|b)*/, 'ab');
show(/(?:(a)|b)+/, 'ab');
show(/(?:(a)|b)+?$/, 'ab');
show(/(?:(a)|b){2}/, 'ab');
show(/(?:(a)|b){1,3}/, 'abab');
show(/(?:(a)|b)*\1c/, 'abc');
const readBeforeSet = ['(?:(\\2)(\\d))', '{2}'];
show(new RegExp(readBeforeSet.join('')), '112');
show(/(z)((a+)?(b+)?(c))*/, 'zaacbbbcac');
show(/(?:(?=(a))a|b)*/, 'ab');
show(/(?:(x)?(y)?z)*/, 'xzyz');
show(/(?:(?:(a)|(b))c)*/, 'acbc');
show(/(?<=(?:(a)|b)*)c/, 'abc');
show(/(?:(a)|(b)|(c))+/, 'abcab');
show(/(a*)*/, 'b');
show(/(?:a*?)*?b/, 'aab');
show(/(?<first>a)?(?:(?<second>b)|c)*/, 'abc');
show(/(?:(a)(b)?)*/u, 'aba');
show(/(?:(A)|b)*/i, 'ab');
console.log('aBcD'.replace(/(?:([a-z])|([A-Z]))/g, (_, low, up) => `${low ?? '-'}${up ?? '-'}`));
