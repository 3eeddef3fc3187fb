import type { Request } from 'express';
import type { WebParts } from '../parts.ts';

/** The network address of who asks: what our proxy saw when there is one, else our own socket. */
export function addressOf({ headers, socket }: Request, { config }: WebParts): string {
  const passed = headers['x-forwarded-for'];
  const last = typeof passed === 'string' ? passed.split(',').at(-1)?.trim() : undefined;
  return (config.trustProxy ? last : undefined) ?? socket.remoteAddress ?? '';
}

const systems = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'CrOS', 'Linux'];
const programs: Readonly<Record<string, string>> = {
  'Edg/': 'Edge',
  'OPR/': 'Opera',
  'SamsungBrowser/': 'Samsung Internet',
  'Firefox/': 'Firefox',
  'Chrome/': 'Chrome',
  'Safari/': 'Safari',
};

/** `Chrome, Windows`: enough for an officer to tell the own sessions apart, nothing of the rest. */
export function deviceOf({ headers }: Request): string {
  const said = headers['user-agent'] ?? '';
  const program = Object.entries(programs).find(([mark]) => said.includes(mark))?.[1];
  const system = systems.find((name) => said.includes(name));
  return [program, system].filter(Boolean).join(', ');
}
