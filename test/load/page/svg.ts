/** Lines over two logarithmic axes. */
export interface Curve {
  readonly title: string;
  /** What the axes count. */
  readonly across: string;
  readonly up: string;
  readonly lines: readonly {
    readonly name: string;
    readonly points: readonly (readonly [across: number, up: number])[];
  }[];
}

const width = 720;
const frame = { left: 84, right: 700, top: 56, bottom: 340 };

/** Below the frame: the numbers, what they count, then a row for each line's name. */
const legend = { top: frame.bottom + 76, row: 20 };

/** Between black and white, so that both a white and a dark page show them. */
const grey = '#777777';
const colours = ['#2f81d0', '#d0642f', '#2a9d5c', '#a860c8', '#b08a18', '#c8487c'];

/** Places a value on a logarithmic axis. */
interface Axis {
  readonly place: (value: number) => number;
  readonly marks: readonly number[];
}

/** 1, 2 and 5 of each power of ten. */
function roundNumbers(from: number, to: number): number[] {
  const marks: number[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power += 1) {
    for (const digit of [1, 2, 5]) marks.push(digit * 10 ** power);
  }
  return marks;
}

function axis(from: number, to: number, [start, end]: readonly [number, number]): Axis['place'] {
  const scale = Math.log(to / from) || 1;
  return (value) => start + ((end - start) * Math.log(value / from)) / scale;
}

/** The whole range of the values, to round numbers outwards; powers of ten alone where it is wide. */
function upAxis(values: readonly number[]): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const all = roundNumbers(least, most);
  const from = all.findLast((mark) => mark <= least) ?? least;
  const to = all.find((mark) => mark > most) ?? most;
  const marks = all.filter((mark) => mark >= from && mark <= to);
  const isWide = to / from > 500;
  const shown = isWide ? marks.filter((mark) => Number.isInteger(Math.log10(mark))) : marks;
  return { place: axis(from, to, [frame.bottom, frame.top]), marks: shown };
}

function acrossAxis(values: readonly number[]): Axis {
  const marks = [...new Set(values)].toSorted((a, b) => a - b);
  const [from = 1, to = from] = [marks[0], marks.at(-1)];
  return { place: axis(from, to, [frame.left + 20, frame.right - 20]), marks };
}

const escaped = (said: string): string =>
  said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const at = (value: number): string => String(Math.round(value * 10) / 10);

const label = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: 3 });

function text(x: number, y: number, said: string, more = ''): string {
  return `<text x="${at(x)}" y="${at(y)}" ${more}>${escaped(said)}</text>`;
}

function grid(across: Axis, up: Axis): string {
  const vertical = across.marks.map(
    (mark) => `M${at(across.place(mark))} ${frame.top}V${frame.bottom}`,
  );
  const horizontal = up.marks.map((mark) => `M${frame.left} ${at(up.place(mark))}H${frame.right}`);
  const path = [...vertical, ...horizontal].join('');
  return `<path d="${path}" stroke="${grey}" stroke-opacity="0.35"/>`;
}

function labels(across: Axis, up: Axis): string[] {
  return [
    ...across.marks.map((mark) =>
      text(across.place(mark), frame.bottom + 20, label(mark), 'text-anchor="middle"'),
    ),
    ...up.marks.map((mark) =>
      text(frame.left - 8, up.place(mark) + 4, label(mark), 'text-anchor="end"'),
    ),
  ];
}

function lines(curve: Curve, across: Axis, up: Axis): string[] {
  return curve.lines.map(({ name, points }, n) => {
    const colour = colours[n % colours.length] ?? grey;
    const places = points.map(([x, y]) => [at(across.place(x)), at(up.place(y))] as const);
    const dots = places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="4"/>`);
    const below = legend.top + n * legend.row;
    dots.push(`<circle cx="${frame.left + 6}" cy="${below - 4}" r="5"/>`);
    const said = text(frame.left + 20, below, name, 'font-weight="600"');
    const path = places.map(([x, y]) => `${x} ${y}`).join('L');
    const line = `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2.5"/>`;
    return `<g fill="${colour}">${line}${dots.join('')}${said}</g>`;
  });
}

/** Draws the curve as a picture of its own: an SVG file without anything from outside. */
export function drawCurve(curve: Curve): string {
  const points = curve.lines.flatMap((line) => line.points);
  const across = acrossAxis(points.map(([x]) => x));
  const up = upAxis(points.map(([, y]) => y));
  const middle = (frame.top + frame.bottom) / 2;
  const height = legend.top + curve.lines.length * legend.row;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${escaped(curve.title)}</title>`,
    `<g fill="${grey}">`,
    text(frame.left, 28, curve.title, 'font-size="16" font-weight="600"'),
    text((frame.left + frame.right) / 2, frame.bottom + 46, curve.across, 'text-anchor="middle"'),
    text(20, middle, curve.up, `text-anchor="middle" transform="rotate(-90 20 ${middle})"`),
    ...labels(across, up),
    '</g>',
    grid(across, up),
    ...lines(curve, across, up),
    '</svg>',
    '',
  ].join('\n');
}
