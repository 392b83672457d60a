// Pages of the model tools: one file that needs nothing else, with tables, bars and lines.
import {visible} from '../../lib/visible.mjs';

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse}
th,td{padding:.25rem .7rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.good{color:#00674b}.bad{color:#b3261e;font-weight:600}.note{color:#555}.hit{background:#d7efe6}.miss{background:#fbe0dc}`;

/** Text as a page shows it. */
export function escaped(text: string): string {
	return visible(text)
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;');
}

/** The same body gives the same bytes. */
export function page(title: string, body: readonly string[]): string {
	return [
		'<!doctype html>',
		'<html lang="en"><head><meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width">',
		`<title>${escaped(title)}</title><style>${style}</style></head><body>`,
		`<h1>${escaped(title)}</h1>`,
		...body,
		'</body></html>',
		'',
	].join('\n');
}

/** A cell: text, a number, or a text with the class that colours it. */
export type Cell = string | number | {readonly text: string; readonly class: string};

export function section(title: string, ...body: readonly string[]): string {
	return `<h2>${escaped(title)}</h2>\n${body.join('\n')}`;
}

export function paragraph(text: string, kind?: string): string {
	return `<p${kind === undefined ? '' : ` class="${kind}"`}>${escaped(text)}</p>`;
}

export function htmlTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
	const numeric = head.map((_, i) => rows.length > 0 && rows.every(row => typeof row[i] === 'number'));
	const mark = (i: number, extra = '') => {
		const classes = [numeric[i] ? 'n' : '', extra].filter(name => name !== '').join(' ');
		return classes === '' ? '' : ` class="${classes}"`;
	};
	const cell = (value: Cell, i: number) => {
		if (typeof value === 'object') return `<td${mark(i, value.class)}>${escaped(value.text)}</td>`;
		return `<td${mark(i)}>${escaped(typeof value === 'number' ? value.toLocaleString('en-US') : value)}</td>`;
	};
	return [
		'<table>',
		`<tr>${head.map((name, i) => `<th${mark(i)}>${escaped(name)}</th>`).join('')}</tr>`,
		...rows.map(row => `<tr>${row.map(cell).join('')}</tr>`),
		'</table>',
	].join('\n');
}

const chart = {width: 420, height: 150, left: 46, bottom: 24} as const;

/** Shares from 0 to 1 over levels at equal distances, with a line at `least`. */
export function lineChart(
	points: readonly {readonly level: number; readonly score: number}[],
	least: number,
	unit: string,
): string {
	const {width, height, left, bottom} = chart;
	const [w, h] = [width - left - 10, height - bottom - 10];
	const x = (i: number) => left + (points.length < 2 ? w / 2 : (i * w) / (points.length - 1));
	const y = (score: number) => 10 + h * (1 - Math.max(0, Math.min(1, score)));
	const at = (value: number) => Number(value.toFixed(1));
	const line = points.map(({score}, i) => `${at(x(i))},${at(y(score))}`).join(' ');
	return [
		`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-size="11" font-family="sans-serif" role="img" aria-label="accuracy by level, ${escaped(unit)}">`,
		`<line x1="${left}" y1="${at(y(least))}" x2="${width - 10}" y2="${at(y(least))}" stroke="#b3261e" stroke-dasharray="4 3"/>`,
		`<polyline points="${line}" fill="none" stroke="#0072b2" stroke-width="2"/>`,
		...points.map(
			({level, score}, i) =>
				`<circle cx="${at(x(i))}" cy="${at(y(score))}" r="3" fill="#0072b2"><title>${level} ${escaped(unit)}: ${(100 * score).toFixed(1)} %</title></circle><text x="${at(x(i))}" y="${height - 8}" text-anchor="middle">${level}</text>`,
		),
		`<text x="4" y="${at(y(1)) + 4}">100 %</text><text x="4" y="${at(y(0)) + 4}">0 %</text>`,
		'</svg>',
	].join('\n');
}
