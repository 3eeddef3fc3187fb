import type { Figure, Point } from '../report.ts';
import { drawCurve, type Curve } from './svg.ts';
import type { PerformanceRecord, Run } from './record.ts';

/** A drawing of the page: what it is of, and the command that measured it. */
interface Drawing extends Curve {
  readonly name: string;
  readonly command: string;
}

/** A drawing in words. Another is called by its name. */
const words: Readonly<Record<string, { readonly title: string; readonly grows: string }>> = {
  processes: { title: 'Turns by processes on one PostgreSQL', grows: 'gateway processes' },
  vacancies: { title: 'A search, by how many vacancies there are', grows: 'vacancies' },
  seekers: { title: "An officer's list, by how many seekers there are", grows: 'seekers' },
  growth: { title: 'By how many messages are kept', grows: 'messages' },
  'search-growth': { title: 'The database, by what was filled in', grows: 'rows' },
};

export const fileOf = (name: string): string => `performance-${name}.svg`;

/** Where a figure stands, however it said so: one that says `x` in its benchmark's drawing of its unit. */
function pointOf(benchmark: string, { name, unit, curve, x }: Figure): Point | undefined {
  if (curve) return curve;
  if (typeof x !== 'number') return undefined;
  const drawing = `${benchmark}-${unit.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  return { drawing, line: name, at: x };
}

interface Drawn extends Point {
  readonly value: number;
  readonly unit: string;
}

function linesOf(points: readonly Drawn[]): Curve['lines'] {
  const names = [...new Set(points.map(({ line }) => line))];
  return names.map((name) => ({
    name,
    points: points
      .filter(({ line, value }) => line === name && value > 0) // there is no 0 on a logarithmic axis
      .map(({ at, value }) => [at, value] as const)
      .toSorted((a, b) => a[0] - b[0]),
  }));
}

function drawingsOf(benchmark: string, { command, figures }: Run): Drawing[] {
  const points = figures.flatMap((figure): Drawn[] => {
    const point = pointOf(benchmark, figure);
    return point ? [{ ...point, value: figure.value, unit: figure.unit }] : [];
  });
  return [...new Set(points.map(({ drawing }) => drawing))].map((name) => {
    const own = points.filter(({ drawing }) => drawing === name);
    const { title, grows } = words[name] ?? words[benchmark] ?? { title: name, grows: name };
    return { name, command, title, across: grows, up: own[0]?.unit ?? '', lines: linesOf(own) };
  });
}

/** The drawings whose figures are there; one figure alone is no line. */
export const curvesOf = (record: PerformanceRecord): readonly Drawing[] =>
  Object.entries(record)
    .flatMap(([benchmark, run]) => drawingsOf(benchmark, run))
    .filter(({ lines }) => lines.some(({ points }) => points.length > 1));

/** The drawings as files of docs. */
export const drawCurves = (record: PerformanceRecord): readonly (readonly [string, string])[] =>
  curvesOf(record).map((drawing) => [fileOf(drawing.name), drawCurve(drawing)] as const);
