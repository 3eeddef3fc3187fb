import type { Figure } from '../report.ts';
import { drawCurve, type Curve } from './svg.ts';
import type { PerformanceRecord } from './record.ts';

/** A drawing of the page: what it is of, and the command that measured it. */
interface Drawing extends Curve {
  readonly name: string;
  readonly command: string;
}

/** What grows in a drawing, in words. Another drawing is called by its name. */
const words: Readonly<Record<string, { readonly title: string; readonly grows: string }>> = {
  processes: { title: 'Turns a second by processes on one PostgreSQL', grows: 'gateway processes' },
  vacancies: { title: 'Time of a search by published vacancies', grows: 'vacancies' },
  messages: { title: 'Turns by messages kept in the database', grows: 'messages kept' },
};

export const fileOf = (name: string): string => `performance-${name}.svg`;

function linesOf(figures: readonly Figure[]): Curve['lines'] {
  const lines = new Map<string, [number, number][]>();
  for (const { curve, value } of figures) {
    if (!curve) continue;
    const points = lines.get(curve.line) ?? [];
    points.push([curve.at, value]);
    lines.set(curve.line, points);
  }
  return [...lines].map(([name, points]) => ({
    name,
    points: points.toSorted((a, b) => a[0] - b[0]),
  }));
}

/** The drawings whose figures are there. */
export function curvesOf(record: PerformanceRecord): readonly Drawing[] {
  return Object.values(record).flatMap(({ command, figures }) => {
    const names = new Set(figures.flatMap(({ curve }) => curve?.drawing ?? []));
    return [...names].map((name) => {
      const own = figures.filter(({ curve }) => curve?.drawing === name);
      const { title, grows } = words[name] ?? { title: name, grows: name };
      return { name, command, title, across: grows, up: own[0]?.unit ?? '', lines: linesOf(own) };
    });
  });
}

/** The drawings as files of docs. */
export const drawCurves = (record: PerformanceRecord): readonly (readonly [string, string])[] =>
  curvesOf(record).map((drawing) => [fileOf(drawing.name), drawCurve(drawing)] as const);
