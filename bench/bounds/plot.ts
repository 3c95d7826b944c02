/** Draws series: people see in a picture what a number hides. */
import type { Line, Point } from "./growth.ts";

const levels = "▁▂▃▄▅▆▇█";

/** A series as one line of text. @param width characters, one for the mean of as many neighbours. */
export function toSparkline(points: readonly Point[], width = 48): string {
  const size = Math.max(1, points.length / width);
  const means = Array.from({ length: Math.min(width, points.length) }, (_, index) => {
    const part = points.slice(
      Math.floor(index * size),
      Math.max(Math.floor((index + 1) * size), Math.floor(index * size) + 1),
    );
    return part.reduce((total, { y }) => total + y, 0) / part.length;
  });
  const [least, most] = [Math.min(...means), Math.max(...means)];
  const levelOf = (y: number) =>
    most === least ? 0 : Math.round(((y - least) / (most - least)) * (levels.length - 1));
  return means.map((y) => levels[levelOf(y)]).join("");
}

export interface Panel {
  readonly title: string;
  readonly points: readonly Point[];
  /** Drawn over the points from `from` on. */
  readonly line: Line;
  readonly from: number;
}

const panelWidth = 460;
const panelHeight = 150;
const margin = 34;
const columns = 2;

/** Panels as an SVG picture, two in a row; each y axis begins at 0. @param xTitle such as "runs". */
export function toSvg(panels: readonly Panel[], xTitle: string): string {
  const height = Math.ceil(panels.length / columns) * panelHeight;
  const drawn = panels.map((panel, index) => {
    const [left, top] = [(index % columns) * panelWidth, Math.floor(index / columns) * panelHeight];
    return `<g transform="translate(${left} ${top})">${drawPanel(panel, xTitle)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${panelWidth * columns}" height="${height}" font-family="sans-serif" font-size="10">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...drawn,
    "</svg>",
    "",
  ].join("\n");
}

function drawPanel({ title, points, line, from }: Panel, xTitle: string): string {
  const last = points.at(-1)?.x ?? 1;
  const top = Math.max(...points.map(({ y }) => y)) * 1.1;
  const toX = (x: number) => margin + (x / last) * (panelWidth - margin - 12);
  const toY = (y: number) => panelHeight - 22 - (y / top) * (panelHeight - 44);
  const at = ({ x, y }: Point) => `${toX(x).toFixed(1)},${toY(y).toFixed(1)}`;
  const ends = [from, last].map((x) => at({ x, y: line.intercept + line.slope * x }));
  return [
    `<text x="${margin}" y="14" font-weight="bold">${title}</text>`,
    `<line x1="${margin}" x2="${panelWidth - 12}" y1="${toY(0)}" y2="${toY(0)}" stroke="#999"/>`,
    `<text x="2" y="${toY(top / 1.1) + 3}">${Math.round(top / 1.1)} MB</text><text x="2" y="${toY(0)}">0</text>`,
    `<text x="${panelWidth - 12}" y="${panelHeight - 8}" text-anchor="end">${last.toFixed(1)} ${xTitle}</text>`,
    `<polyline fill="none" stroke="#2a6fbb" points="${points.map((point) => at(point)).join(" ")}"/>`,
    `<polyline fill="none" stroke="#d33" stroke-width="1.5" points="${ends.join(" ")}"/>`,
  ].join("");
}
