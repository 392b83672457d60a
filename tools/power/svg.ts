// The current of a run as a picture: the whole run and one wake with an inference in detail, on a logarithmic axis.

import {formatDuration} from '../../lib/duration.ts';
import {visible} from '../../lib/visible.mjs';
import {type Burst, burstsOf, type Currents, type Phase, type Piece, phases} from './currents.ts';

export interface PictureFacts {
	readonly title: string;
	readonly averageUa: number;
	readonly floorUa: number;
	/** The weakest mark of the figures. */
	readonly mark: string;
}

const size = {width: 1200, left: 78, right: 24, plotHeight: 210, lane: 16} as const;
const plotWidth = size.width - size.left - size.right;
const colours: Readonly<Record<Phase, string>> = {
	off: '#d9d9d9',
	sleep: '#e8eef5',
	transfer: '#e69f00',
	compute: '#0072b2',
	inference: '#d55e00',
};
const wakeColour = '#009e73';

/** A panel: a stretch of time in the width of the plot. */
interface Panel {
	readonly top: number;
	readonly fromUs: number;
	readonly untilUs: number;
	/** Decades of the axis, as powers of ten. */
	readonly decades: readonly [number, number];
}

/** The document; the same run gives the same bytes. */
export function pictureOf(currents: Currents, facts: PictureFacts): string {
	const decades = decadesOf(currents.pieces);
	const whole: Panel = {top: 104, fromUs: 0, untilUs: currents.untilUs, decades};
	const burst = interesting(currents);
	const height = 104 + panelHeight + (burst ? 58 + panelHeight : 0) + 20;
	const lines = [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" font-family="sans-serif" font-size="12">`,
		`<title>${escaped(facts.title)}</title>`,
		`<rect width="${size.width}" height="${height}" fill="#ffffff"/>`,
		`<text x="${size.left}" y="26" font-size="17" font-weight="bold">${escaped(facts.title)}</text>`,
		`<text x="${size.left}" y="46" fill="#444444">average ${facts.averageUa.toFixed(1)} uA, floor ${facts.floorUa.toFixed(1)} uA; computed from tables, not measured; weakest figure: ${escaped(facts.mark)}</text>`,
		...legend(58),
		...panelLines(currents, whole, facts, 'the whole run: mean and highest current of each column'),
	];
	if (burst) {
		const margin = Math.max(20, Math.round((burst.untilUs - burst.fromUs) * 0.06));
		const detail: Panel = {
			top: 104 + panelHeight + 58,
			fromUs: Math.max(0, burst.fromUs - margin),
			untilUs: Math.min(currents.untilUs, burst.untilUs + margin),
			decades,
		};
		const at = formatDuration(burst.fromUs / 1000);
		lines.push(...panelLines(currents, detail, facts, `in detail: awake at ${at}`));
	}
	return `${lines.join('\n')}\n</svg>\n`;
}

const panelHeight = size.plotHeight + 2 * size.lane + 44;

function decadesOf(pieces: readonly Piece[]): readonly [number, number] {
	const all = pieces.map(({uA}) => uA).filter(uA => uA > 0);
	const low = all.reduce((least, uA) => Math.min(least, uA), Number.POSITIVE_INFINITY);
	const high = all.reduce((most, uA) => Math.max(most, uA), 0);
	if (high === 0) return [0, 1];
	const [from, until] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
	return [from, Math.max(from + 1, until)];
}

/** The second burst with an inference, else the longest after the start: the first ones set things up. */
function interesting({pieces}: Currents): Burst | undefined {
	const [, ...bursts] = burstsOf(pieces);
	const inferring = bursts.filter(burst => burst.pieces.some(({phase}) => phase === 'inference'));
	return inferring[1] ?? inferring[0] ?? longest(bursts);
}

function longest(bursts: readonly Burst[]): Burst | undefined {
	return bursts.reduce<Burst | undefined>((best, burst) => {
		const isLonger = !best || burst.untilUs - burst.fromUs > best.untilUs - best.fromUs;
		return isLonger ? burst : best;
	}, undefined);
}

function legend(y: number): string[] {
	const lines: string[] = [];
	let x: number = size.left;
	const entry = (colour: string, text: string): void => {
		lines.push(
			`<rect x="${x}" y="${y}" width="14" height="12" fill="${colour}" stroke="#888888" stroke-width="0.5"/>`,
		);
		lines.push(`<text x="${x + 19}" y="${y + 10}">${text}</text>`);
		x += 34 + text.length * 7;
	};
	for (const phase of phases) entry(colours[phase], phase);
	entry(wakeColour, 'wake');
	entry('#222222', 'mean current');
	entry('#b8c4d0', 'highest current');
	return lines;
}

function panelLines(currents: Currents, panel: Panel, facts: PictureFacts, title: string): string[] {
	const columns = columnsOf(currents, panel);
	const bottom = panel.top + size.plotHeight;
	return [
		`<text x="${size.left}" y="${panel.top - 6}" fill="#444444">${escaped(title)}</text>`,
		...axisLines(panel),
		`<path d="${stepPath(columns, panel, 'high')}L${fixed(size.left + plotWidth)} ${bottom}L${size.left} ${bottom}Z" fill="#b8c4d0" fill-opacity="0.55"/>`,
		`<path d="${stepPath(columns, panel, 'mean')}" fill="none" stroke="#222222" stroke-width="1.2"/>`,
		...levelLine(panel, facts.averageUa, 'average'),
		...levelLine(panel, facts.floorUa, 'floor'),
		...laneLines(columns, bottom + 6),
		...markLines(currents, panel, bottom + 6 + size.lane + 3),
	];
}

interface Column {
	readonly mean: number;
	readonly high: number;
	/** The phase that took most of the charge. */
	readonly phase: Phase;
}

/** One column a pixel; a charge counts in the mean of the column that it falls into. */
function columnsOf({pieces, charges}: Currents, {fromUs, untilUs}: Panel): Column[] {
	const width = (untilUs - fromUs) / plotWidth;
	const uC = new Float64Array(plotWidth);
	const high = new Float64Array(plotWidth);
	const byPhase = phases.map(() => new Float64Array(plotWidth));
	const columnAt = (us: number): number =>
		Math.min(plotWidth - 1, Math.max(0, Math.floor((us - fromUs) / width)));
	for (const piece of pieces) {
		if (piece.untilUs <= fromUs || piece.fromUs >= untilUs) continue;
		for (let at = columnAt(piece.fromUs); at <= columnAt(piece.untilUs); at++) {
			const begin = Math.max(piece.fromUs, fromUs + at * width);
			const end = Math.min(piece.untilUs, fromUs + (at + 1) * width);
			if (end <= begin) continue;
			uC[at]! += (piece.uA * (end - begin)) / 1e6;
			high[at] = Math.max(high[at]!, piece.uA);
			byPhase[phases.indexOf(piece.phase)]![at]! += piece.uA * (end - begin);
		}
	}
	for (const {atUs, uC: charge} of charges) {
		if (atUs >= fromUs && atUs < untilUs) uC[columnAt(atUs)]! += charge;
	}
	return Array.from(uC, (charge, at) => ({
		mean: (charge * 1e6) / width,
		high: Math.max(high[at]!, (charge * 1e6) / width),
		phase: phases[strongest(byPhase.map(amounts => amounts[at]!))]!,
	}));
}

function strongest(amounts: readonly number[]): number {
	return amounts.reduce((best, amount, index) => (amount > amounts[best]! ? index : best), 0);
}

function stepPath(columns: readonly Column[], panel: Panel, key: 'mean' | 'high'): string {
	const parts: string[] = [];
	let last = '';
	for (const [at, column] of columns.entries()) {
		const y = fixed(yOf(column[key], panel));
		if (y !== last)
			parts.push(`${at === 0 ? 'M' : 'H'}${fixed(size.left + at)}${at === 0 ? ` ${y}` : `V${y}`}`);
		last = y;
	}
	return `${parts.join('')}H${fixed(size.left + columns.length)}`;
}

function yOf(uA: number, {top, decades: [low, high]}: Panel): number {
	const share = (Math.log10(Math.max(uA, 10 ** low)) - low) / (high - low);
	return top + size.plotHeight * (1 - Math.min(1, share));
}

function axisLines(panel: Panel): string[] {
	const {top, fromUs, untilUs, decades} = panel;
	const lines = [
		`<rect x="${size.left}" y="${top}" width="${plotWidth}" height="${size.plotHeight}" fill="none" stroke="#888888"/>`,
	];
	for (let power = decades[0]; power <= decades[1]; power++) {
		const y = fixed(yOf(10 ** power, panel));
		const text = power >= 3 ? `${10 ** (power - 3)} mA` : `${Number((10 ** power).toPrecision(1))} uA`;
		lines.push(`<path d="M${size.left} ${y}h${plotWidth}" stroke="#dddddd" stroke-width="0.7"/>`);
		lines.push(`<text x="${size.left - 6}" y="${Number(y) + 4}" text-anchor="end">${text}</text>`);
	}
	const bottom = top + size.plotHeight + 2 * size.lane + 26;
	const step = tickUs(untilUs - fromUs);
	for (let us = Math.ceil(fromUs / step) * step; us <= untilUs; us += step) {
		const x = fixed(size.left + ((us - fromUs) / (untilUs - fromUs)) * plotWidth);
		lines.push(
			`<path d="M${x} ${top}v${size.plotHeight + 2 * size.lane + 12}" stroke="#eeeeee" stroke-width="0.7"/>`,
		);
		lines.push(`<text x="${x}" y="${bottom}" text-anchor="middle">${seconds(us, step)}</text>`);
	}
	return lines;
}

/** Seconds or milliseconds, with as many digits as the step needs. */
function seconds(us: number, step: number): string {
	if (step >= 1e6) return `${us / 1e6} s`;
	return `${(us / 1000).toFixed(step >= 1000 ? 0 : 1)} ms`;
}

/** A step of 1, 2 or 5 that gives six to fourteen ticks. */
function tickUs(us: number): number {
	const power = 10 ** Math.floor(Math.log10(us / 8));
	const times = [1, 2, 5, 10].find(factor => us / (power * factor) <= 14) ?? 10;
	return Math.max(100, power * times);
}

function levelLine(panel: Panel, uA: number, text: string): string[] {
	if (uA < 10 ** panel.decades[0]) return [];
	const y = fixed(yOf(uA, panel));
	const x = size.left + plotWidth - 4;
	return [
		`<path d="M${size.left} ${y}h${plotWidth}" stroke="#aa3377" stroke-dasharray="${text === 'floor' ? '2 3' : '7 4'}"/>`,
		`<text x="${x}" y="${Number(y) + (text === 'floor' ? 13 : -4)}" text-anchor="end" fill="#aa3377">${text}</text>`,
	];
}

/** Bands: columns of one phase are one rectangle. */
function laneLines(columns: readonly Column[], y: number): string[] {
	const lines = [`<text x="${size.left - 6}" y="${y + 12}" text-anchor="end">state</text>`];
	let from = 0;
	for (let at = 1; at <= columns.length; at++) {
		if (at < columns.length && columns[at]!.phase === columns[from]!.phase) continue;
		lines.push(
			`<rect x="${size.left + from}" y="${y}" width="${at - from}" height="${size.lane}" fill="${colours[columns[from]!.phase]}"/>`,
		);
		from = at;
	}
	return lines;
}

/** Ticks for wakes, triangles for the ends of inferences; one a pixel. */
function markLines({pieces, charges}: Currents, {fromUs, untilUs}: Panel, y: number): string[] {
	const x = (us: number): number => Math.round(size.left + ((us - fromUs) / (untilUs - fromUs)) * plotWidth);
	const within = (us: number): boolean => us >= fromUs && us <= untilUs;
	const wakes = charges.filter(({atUs, state}) => within(atUs) && state.startsWith('wake'));
	const ends = pieces.filter(piece => piece.phase === 'inference' && within(piece.untilUs));
	const lines = [`<text x="${size.left - 6}" y="${y + 11}" text-anchor="end">marks</text>`];
	for (const at of new Set(wakes.map(({atUs}) => x(atUs))))
		lines.push(`<path d="M${at} ${y}v${size.lane - 4}" stroke="${wakeColour}"/>`);
	for (const at of new Set(ends.map(piece => x(piece.untilUs))))
		lines.push(`<path d="M${at} ${y}l4 ${size.lane - 4}h-8z" fill="${colours.inference}"/>`);
	return lines;
}

function fixed(value: number): string {
	return String(Math.round(value * 100) / 100);
}

/** XML forbids control characters, and whoever opens the picture should see them. */
function escaped(text: string): string {
	return visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
