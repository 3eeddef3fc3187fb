import { execFileSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { round } from './report.ts';

/** What a process holds in memory now, in megabytes (resident set). */
export function residentOf({ pid }: ChildProcess): number {
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return round(Number(kilobytes) / 1024, 1);
}

/** A number that a server of ours tells at /metrics. @throws Error when it tells none of that name */
export async function metricOf(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  if (value === undefined) throw new Error(`no ${name} at ${url}/metrics`);
  return Number(value);
}
