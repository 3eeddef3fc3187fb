/*
 * Geometry of small charts, drawn by the templates as SVG: attributes alone, since the content
 * security policy lets no style through. Numbers have no unit, the drawing is stretched.
 */

/** A column of a chart that is as high as its highest value. */
export interface Column {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly value: number;
  readonly label: string;
}

/** Width of a column with its gap, and the height of the drawing. */
export const columnStep = 10;
export const columnHeight = 100;

const gap = 2;
/** A value above nothing is seen. */
const leastHeight = 2;

/** Columns of values in order, from left to right. */
export function columnsOf(
  values: readonly { readonly label: string; readonly value: number }[],
): readonly Column[] {
  const most = Math.max(1, ...values.map(({ value }) => value));
  return values.map(({ label, value }, at) => {
    const height = value === 0 ? 0 : Math.max(leastHeight, (value / most) * columnHeight);
    return {
      x: at * columnStep + gap / 2,
      y: columnHeight - height,
      width: columnStep - gap,
      height,
      value,
      label,
    };
  });
}

/** A bar of a list: how many hundredths of the longest it is. */
export interface Bar {
  readonly label: string;
  readonly shown: string;
  readonly width: number;
}

/** Bars of values; `whole` is what would fill a bar, the highest value when left out. */
export function barsOf(
  values: readonly { readonly label: string; readonly value: number; readonly shown?: string }[],
  whole?: number,
): readonly Bar[] {
  const most = whole ?? Math.max(1, ...values.map(({ value }) => value));
  return values.map(({ label, value, shown = String(value) }) => ({
    label,
    shown,
    width: Math.round((Math.min(value, most) / most) * 1000) / 10,
  }));
}
