const width = 900;
const height = 300;
const margin = 50;

/**
 * A picture (SVG) of requests in each second as bars, and of the allowance, in requests a minute, as a line: how many
 * of them could have been sent by then if windows followed each other without a pause, against how many were.
 */
export function plotOf(times: readonly number[], perMinute: number): string {
  const sorted = times.toSorted((one, other) => one - other);
  const [first = 0] = sorted;
  const seconds = Math.ceil(((sorted.at(-1) ?? first) - first) / 1_000) + 1;
  const perSecond = Array.from({ length: seconds }, () => 0);
  for (const at of sorted) {
    const second = Math.floor((at - first) / 1_000);
    perSecond[second] = (perSecond[second] ?? 0) + 1;
  }
  const highest = Math.max(...perSecond, 1);
  const most = Math.max(sorted.length, perMinute * Math.ceil(seconds / 60));
  const x = (second: number): number => margin + (second / seconds) * (width - 2 * margin);
  const y = (value: number, top: number): number => height - margin - (value / top) * (height - 2 * margin);
  const bars = perSecond.map((count, second) => bar(x(second), y(count, highest), x(1) - x(0)));
  const used = line(running(perSecond).map((count, second) => [x(second), y(count, most)]));
  const allowed = line(
    perSecond.map((_, second) => [x(second), y(perMinute * (Math.floor(second / 60) + 1), most)]),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" font-family="sans-serif" font-size="12">`,
    `<rect width="${String(width)}" height="${String(height)}" fill="white"/>`,
    ...bars,
    `<path d="${allowed}" fill="none" stroke="#c33" stroke-dasharray="4 3"/>`,
    `<path d="${used}" fill="none" stroke="#036"/>`,
    `<text x="${String(margin)}" y="20">Bars: requests a second, at most ${String(highest)}. Blue: requests so far, ${String(sorted.length)}. Red: what ${String(perMinute)} a minute allows.</text>`,
    `<text x="${String(margin)}" y="${String(height - 20)}">0 s</text>`,
    `<text x="${String(width - margin)}" y="${String(height - 20)}" text-anchor="end">${String(seconds)} s</text>`,
    '</svg>\n',
  ].join('\n');
}

const bar = (x: number, y: number, wide: number): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${wide.toFixed(1)}" height="${(height - margin - y).toFixed(1)}" fill="#9bc"/>`;

const line = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(' ');

function running(counts: readonly number[]): readonly number[] {
  let sum = 0;
  return counts.map((count) => (sum += count));
}
