import type { Figure } from '../report.ts';

/** 1,234,567; small values keep what matters. */
export function written(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** A detail of a figure as a reader sees it. */
export function cell(value: unknown): string {
  if (typeof value === 'number') return written(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The figure's name, and among how many. */
export const nameOf = ({ name, x }: Figure): string =>
  x === undefined ? name : `${name}, at ${cell(x)}`;
