import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { seedOffices } from '../../src/services/offices.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { ensureSenders } from '../../src/store/contacts.ts';
import { migrate } from '../../src/store/migrate.ts';
import { addOutbound } from '../../src/store/outbound.ts';
import type { Store } from '../../src/store/store.ts';
import { makePlace, openPlace, type Place } from '../helpers/server.ts';

const isFull = process.argv.includes('--full');
/** Rows, for so many people: each has ten that must leave in order. */
const rows = isFull ? 100_000 : 4_000;
const people = rows / 10;
const workers = 8;
const kills = isFull ? 60 : 6;

const script = fileURLToPath(new URL('../helpers/claim-worker.js', import.meta.url));

/** Everybody's first message, then everybody's second, and so on. */
async function fillOutbox(store: Store): Promise<number> {
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

interface ClaimLine {
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
function doubled(claims: readonly ClaimLine[], killed: ReadonlySet<string>): number[] {
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
function overtaken(claims: readonly ClaimLine[]): number[] {
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

describe(`${workers} processes that claim ${rows} messages and are killed`, function () {
  this.timeout(isFull ? 3_600_000 : 180_000);
  let place: Place;
  let store: Store;
  let accountId: number;
  let started = 0;
  const running = new Set<ChildProcess>();

  before(async () => {
    place = await makePlace('postgres');
    store = await openPlace(place);
    accountId = await fillOutbox(store);
  });
  after(async () => {
    for (const child of running) child.kill('SIGKILL');
    await store.close();
    await place.clear();
  });

  /** Resolves when it claims; `ended` when it found nothing more, or was killed. */
  async function start(): Promise<{
    readonly by: string;
    readonly child: ChildProcess;
    readonly ended: Promise<unknown>;
  }> {
    const by = `${(started += 1)}.claims`;
    const env = {
      PATH: process.env['PATH'],
      DATABASE_URL: place.address.url,
      ACCOUNT: String(accountId),
      LOG: join(place.folder, by),
    };
    const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    running.add(child);
    const ended = once(child, 'exit').then(([code]) => {
      running.delete(child);
      return code as unknown;
    });
    await once(child.stdout, 'data');
    return { by, child, ended };
  }

  it("claim all, none twice but a dead one's, and in order", async () => {
    const all = await Promise.all(Array.from({ length: workers }, start));
    const killed = new Set<string>();
    for (let n = 0; n < kills; n += 1) {
      await pause(isFull ? 300 : 60);
      const victim = all[n % workers];
      victim?.child.kill('SIGKILL');
      if ((await victim?.ended) === null) killed.add(victim?.by ?? '');
      all[n % workers] = await start();
    }
    const codes = await Promise.all(all.map(({ ended }) => ended));
    expect(codes).to.deep.equal(codes.map(() => 0));
    // What the killed ones held is due again after their leases: nobody waits for the time here.
    await store.sql('outbound_messages').where({ status: 'sending' }).update({ lease_until: 0 });
    await (
      await start()
    ).ended;
    const left: unknown[] = await store.sql('outbound_messages').whereNot({ status: 'sent' });
    const claims = readClaims(place.folder);
    expect(left).to.deep.equal([]);
    expect(doubled(claims, killed)).to.deep.equal([]);
    expect(overtaken(claims)).to.deep.equal([]);
    expect(new Set(claims.map(({ id }) => id)).size).to.be.within(rows - kills * 64, rows);
    expect(claims.some(({ marked }) => marked)).to.equal(true);
  });

  const claim = { by: 'a', id: 1, contact: 1, attempt: 1, marked: false, at: 1n };
  const again = { ...claim, by: 'b', attempt: 2, marked: true };
  const doubles = [
    { label: 'no double where a dead one had it', second: again, dead: ['a'], found: [] },
    { label: 'a double where a living one had it', second: again, dead: [], found: [1] },
    { label: 'one unmarked', second: { ...again, marked: false }, dead: ['a'], found: [1] },
    { label: 'one attempt twice', second: { ...again, attempt: 1 }, dead: ['a'], found: [1] },
  ];
  for (const { label, second, dead, found } of doubles) {
    it(`would notice ${label}`, () => {
      expect(doubled([claim, second], new Set(dead))).to.deep.equal(found);
    });
  }
  it('would notice a message that overtook', () => {
    expect(overtaken([claim, { ...claim, id: 2, at: 0n }])).to.deep.equal([1]);
    expect(overtaken([claim, { ...claim, id: 2, at: 2n }])).to.deep.equal([]);
  });
});
