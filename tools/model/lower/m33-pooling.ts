// AVERAGE_POOL_2D over whole images for Cortex-M33.
import type {Ref} from '../graph.ts';
import type {Lowering} from './context.ts';
import type {WindowFields} from './window.ts';

/** Sums of pixels are kept in 16 bits. */
const mostPixels = 256;

/** False if the window is not the whole image, or the kernel's layout does not fit. */
export function emitAverageM33(
	lowering: Lowering,
	{in: from, out, ...window}: WindowFields & {readonly in: Ref; readonly out: Ref},
	limits: {readonly min: number; readonly max: number},
): boolean {
	const {batch, ih, iw, ic: channels, oh, ow, kh, kw, pad_top, pad_left} = window;
	const whole = oh === 1 && ow === 1 && kh === ih && kw === iw && pad_top === 0 && pad_left === 0;
	const pixels = ih * iw;
	if (!whole || pixels > mostPixels || channels % 4 !== 0) return false;
	const cost = 100 + (batch * channels * (pixels * 6 + 60)) / 4;
	lowering.emit('pool_m33', {in: from, out, batch, pixels, channels, ...limits}, cost);
	return true;
}
