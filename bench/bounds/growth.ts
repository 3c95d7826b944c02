/** Tells growth from noise in a series of sizes. */

/** A size after so many runs, or so many hours. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  /** Growth of y for each unit of x. */
  readonly slope: number;
  readonly intercept: number;
  /** Standard error of the slope. */
  readonly error: number;
}

/** The first part of a series, in which programs are compiled, pools are opened and caches filled. */
const warmUpShare = 0.25;

/**
 * Neighbouring sizes are not independent: garbage grows over several samples until it is collected. Means of blocks this long
 * nearly are, and the slope's standard error is that of these means.
 */
const blockLength = 5;

/** So many standard errors off by chance: once in a thousand series. */
const certainErrors = 3;

/** What is left of a series after its warm-up. */
export function afterWarmUp(points: readonly Point[]): readonly Point[] {
  const [first, last] = [points[0]?.x ?? 0, points.at(-1)?.x ?? 0];
  return points.filter(({ x }) => x >= first + (last - first) * warmUpShare);
}

/** Fits a line by least squares. @param points at least 15. */
export function fitLine(points: readonly Point[]): Line {
  const means = toBlocks(points).map((block) => ({
    x: mean(block.map(({ x }) => x)),
    y: mean(block.map(({ y }) => y)),
  }));
  if (means.length < 3) throw new Error(`${points.length} points are too few for a line`);
  const [centerX, centerY] = [mean(means.map(({ x }) => x)), mean(means.map(({ y }) => y))];
  const spread = sum(means.map(({ x }) => (x - centerX) ** 2));
  const slope = sum(means.map(({ x, y }) => (x - centerX) * (y - centerY))) / spread;
  const intercept = centerY - slope * centerX;
  const residue = sum(means.map(({ x, y }) => (y - intercept - slope * x) ** 2));
  return { slope, intercept, error: Math.sqrt(residue / (means.length - 2) / spread) };
}

/**
 * The growth that the series shows for certain: what noise alone could be is taken off the slope. 0 without any; negative
 * growth is none.
 */
export function certainGrowth({ slope, error }: Line): number {
  return Math.max(0, slope - certainErrors * error);
}

function toBlocks(points: readonly Point[]): readonly (readonly Point[])[] {
  const count = Math.floor(points.length / blockLength);
  return Array.from({ length: count }, (_, index) => points.slice(index * blockLength, (index + 1) * blockLength));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
