import { threadId } from 'node:worker_threads';
import { InputError, RejectedRequest } from '../../src/core/errors.ts';
import { longRead } from '../../src/store/reads.ts';
import type { Db } from '../../src/store/store.ts';

/** In which thread it ran, and how many offices it saw. */
export async function lookAround({ sql }: Db): Promise<{ thread: number; offices: number }> {
  const codes: string[] = await sql('offices').pluck('code');
  return { thread: threadId, offices: codes.length };
}

export async function giveBack(_: Db, value: unknown): Promise<unknown> {
  return value;
}

export async function sealed({ keys }: Db, text: string): Promise<string> {
  return keys.seal(text, 'here');
}

export async function refuse(_: Db, how: 'input' | 'request' | 'bug'): Promise<never> {
  if (how === 'input') throw new InputError('no such day');
  if (how === 'request') throw new RejectedRequest(409, 'too-many-exports');
  throw Object.assign(new TypeError('a bug'), { code: 'E_BUG' });
}

export async function write({ sql }: Db): Promise<void> {
  await sql('offices').insert({ code: '99', kind: 'regency', name: 'x' });
}

export async function devour(): Promise<number> {
  const all: number[][] = [];
  for (;;) all.push(Array.from({ length: 2_000 }, () => all.length + 0.5));
}

export async function spin(_: Db, ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

const here = import.meta.url;
export const reads = {
  lookAround: longRead(here, lookAround),
  lookLightly: longRead(here, lookAround, 'sql'),
  giveBack: longRead(here, giveBack),
  sealed: longRead(here, sealed),
  refuse: longRead(here, refuse),
  write: longRead(here, write),
  devour: longRead(here, devour),
  spin: longRead(here, spin),
};
