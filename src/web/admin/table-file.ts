import type { AdminAnswer } from './route.ts';

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** A table for the browser to save: `name` without its ending. */
export function tableFile(name: string, format: 'csv' | 'xlsx', body: Buffer): AdminAnswer {
  return { file: { name: `${name}.${format}`, type: types[format], body } };
}
