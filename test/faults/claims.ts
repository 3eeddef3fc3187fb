import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { seedOffices } from '../../src/services/offices.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { ensureSenders } from '../../src/store/contacts.ts';
import { migrate } from '../../src/store/migrate.ts';
import { addOutbound } from '../../src/store/outbound.ts';
import type { Store } from '../../src/store/store.ts';
import type { Place } from '../helpers/server.ts';

/** How many messages, for a tenth as many people, and how the processes that claim them are killed. */
export interface Race {
  readonly rows: number;
  readonly workers: number;
  readonly kills: number;
  /** Milliseconds between two kills. */
  readonly every: number;
}

/** What became of a race. */
export interface Raced {
  readonly claims: readonly ClaimLine[];
  /** Who was killed while claiming. */
  readonly killed: ReadonlySet<string>;
  /** Messages that nobody sent. */
  readonly left: number;
  readonly seconds: number;
}

const script = fileURLToPath(new URL('../helpers/claim-worker.js', import.meta.url));

/** Everybody's first message, then everybody's second, and so on. */
async function fillOutbox(store: Store, rows: number): Promise<number> {
  const people = rows / 10;
  await migrate(store);
  await seedOffices(store);
  const wanted = { channel: 'test', name: 'a', medium: 'sms', officeCode: '35.08' } as const;
  const { id: accountId } = await ensureAccount(store, wanted, new Date(1));
  const senders: { contactId: number; addressId: number }[] = [];
  for (let n = 0; n < people; n += 500) {
    const phones = Array.from({ length: Math.min(500, people - n) }, (_, at) => n + at);
    const pairs = phones.map((phone): [number, string] => [
      accountId,
      `+62812${30_000_000 + phone}`,
    ]);
    senders.push(...(await ensureSenders(store, pairs, 1)).values());
  }
  const message = { accountId, inboundId: null, class: 0, text: 'x', segments: 1, trace: null };
  for (let n = 0; n < rows; n += 500) {
    const part = Array.from({ length: Math.min(500, rows - n) }, (_, at) => ({
      ...message,
      ...(senders[(n + at) % people] as (typeof senders)[number]),
    }));
    await addOutbound(store, part, 1);
  }
  return accountId;
}

/** What a process wrote before it "sent" a message. */
export interface ClaimLine {
  /** The file of the process that claimed. */
  readonly by: string;
  readonly id: number;
  readonly contact: number;
  readonly attempt: number;
  readonly marked: boolean;
  readonly at: bigint;
}

/** What all workers wrote, the killed ones too; a line that a kill cut short is left out. */
function readClaims(folder: string): ClaimLine[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.claims'));
  return files.flatMap((by) => {
    const lines = readFileSync(join(folder, by), 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => {
      const [id, contact, attempt, marked, at] = line.split(' ');
      const numbers = { id: Number(id), contact: Number(contact), attempt: Number(attempt) };
      return { by, ...numbers, marked: marked === '1', at: BigInt(at ?? 0) };
    });
  });
}

/** Messages that were claimed again although whoever had them lived, or without being marked. */
export function doubled(claims: readonly ClaimLine[], killed: ReadonlySet<string>): number[] {
  const last = new Map<number, ClaimLine>();
  const inTurn = claims.toSorted((a, b) => a.attempt - b.attempt);
  return inTurn.flatMap((claim) => {
    const before = last.get(claim.id);
    last.set(claim.id, claim);
    if (!before) return [];
    const isAgain = claim.attempt > before.attempt && claim.marked && killed.has(before.by);
    return isAgain ? [] : [claim.id];
  });
}

/** People one of whose messages was first claimed before an earlier one of theirs. */
export function overtaken(claims: readonly ClaimLine[]): number[] {
  const first = new Map<number, ClaimLine>();
  for (const claim of claims) {
    const before = first.get(claim.id);
    if (!before || claim.at < before.at) first.set(claim.id, claim);
  }
  const latest = new Map<number, bigint>();
  const sorted = [...first.values()].toSorted((a, b) => a.id - b.id);
  return sorted.flatMap(({ contact, at }) => {
    const wrong = at < (latest.get(contact) ?? 0n);
    latest.set(contact, at);
    return wrong ? [contact] : [];
  });
}

interface Worker {
  /** The file that it writes into. */
  readonly by: string;
  readonly child: ChildProcess;
  /** Its exit code when it found nothing more; null: killed. */
  readonly ended: Promise<number | null>;
}

/** Gives what starts a worker; resolves when that claims. */
function openWorkers({ address, folder }: Place, accountId: number): () => Promise<Worker> {
  let started = 0;
  return async () => {
    const by = `${(started += 1)}.claims`;
    const own = { ACCOUNT: String(accountId), LOG: join(folder, by) };
    const child = spawn(process.execPath, [script], {
      env: { PATH: process.env['PATH'], DATABASE_URL: address.url, ...own },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
    await once(child.stdout, 'data');
    return { by, child, ended };
  };
}

/** Kills one after the other, and starts another in its place; gives those that died claiming. */
async function killInTurn(
  all: Worker[],
  start: () => Promise<Worker>,
  { kills, every }: Race,
): Promise<ReadonlySet<string>> {
  const killed = new Set<string>();
  for (let n = 0; n < kills; n += 1) {
    await pause(every);
    const at = n % all.length;
    const victim = all[at] as Worker;
    victim.child.kill('SIGKILL');
    if ((await victim.ended) === null) killed.add(victim.by);
    all[at] = await start();
  }
  return killed;
}

/**
 * Fills the outbox of an empty place and lets processes claim all of it while some are killed.
 * @throws Error when one ended by itself with a mistake
 */
export async function raceForClaims(place: Place, store: Store, race: Race): Promise<Raced> {
  const start = openWorkers(place, await fillOutbox(store, race.rows));
  const begun = performance.now();
  const all = await Promise.all(Array.from({ length: race.workers }, start));
  try {
    const killed = await killInTurn(all, start, race);
    const codes = await Promise.all(all.map(({ ended }) => ended));
    if (codes.some((code) => code !== 0)) throw new Error(`workers ended with ${codes.join(', ')}`);
    const seconds = (performance.now() - begun) / 1_000;
    // What the killed ones held is due again after their leases: nobody waits for the time here.
    await store.sql('outbound_messages').where({ status: 'sending' }).update({ lease_until: 0 });
    await (
      await start()
    ).ended;
    const left: unknown[] = await store.sql('outbound_messages').whereNot({ status: 'sent' });
    return { claims: readClaims(place.folder), killed, left: left.length, seconds };
  } finally {
    for (const { child } of all) child.kill('SIGKILL');
  }
}
