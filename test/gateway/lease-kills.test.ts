import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { migrate } from '../../src/store/migrate.ts';
import { seeLease } from '../../src/store/leases.ts';
import type { Store } from '../../src/store/store.ts';
import { openPlace, makePlace, type Place } from '../helpers/server.ts';
import { reached } from '../helpers/reached.ts';
import { until } from '../helpers/until.ts';
import { isFull } from '../helpers/full.ts';

const script = fileURLToPath(new URL('../helpers/lease-holder.js', import.meta.url));
/** Long enough for a process that a busy machine lets wait: it must renew in time. */
const leaseMs = 1_800;

const turns = isFull ? 50 : 2;

/** Knows by which processes connections are open, and how many at most there were at once. */
async function openWitness() {
  const open = new Map<number, number>();
  let [next, most] = [0, 0];
  const server: Server = createServer((socket) => {
    const id = (next += 1);
    socket.on('data', (said) => {
      open.set(id, Number(said));
      most = Math.max(most, open.size);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(id));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    holder: () => [...open.values()][0],
    most: () => most,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a lease between processes on ${dialect}`, function () {
    this.timeout(isFull ? 900_000 : 60_000);
    let place: Place;
    let store: Store;
    let witness: Awaited<ReturnType<typeof openWitness>>;
    const processes = new Set<ChildProcess>();

    beforeEach(async () => {
      place = await makePlace(dialect);
      store = await openPlace(place);
      await migrate(store);
      witness = await openWitness();
    });
    afterEach(async () => {
      await Promise.all([...processes].map((one) => end(one, 'SIGTERM')));
      await witness.close();
      await store.close();
      await place.clear();
    });

    function begin(): ChildProcess {
      const { url, file } = place.address;
      const database = url ? { DATABASE_URL: url } : { DATABASE_FILE: file };
      const env = { PATH: process.env['PATH'], LEASE_MS: String(leaseMs), ...database };
      const child = spawn(process.execPath, [script], {
        env: { ...env, PORT: String(witness.port) },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      processes.add(child);
      return child;
    }

    async function end(one: ChildProcess, signal: NodeJS.Signals): Promise<void> {
      processes.delete(one);
      const ended = once(one, 'exit');
      one.kill(signal);
      await ended;
    }

    /** Another process begins and looks at the lease while its holder renews it twice. */
    async function beginBeside(): Promise<ChildProcess> {
      const child = begin();
      await once(child.stdout!, 'data');
      for (let renewed = 0; renewed < 2; renewed += 1) {
        const seen = await seeLease(store, 'socket');
        await until(async () => (await seeLease(store, 'socket'))?.until !== seen?.until);
      }
      return child;
    }

    const holder = (): Promise<ChildProcess> =>
      until(() => [...processes].find(({ pid }) => pid === witness.holder()));

    it('goes to another when its holder is killed, and never to two', async () => {
      begin();
      for (let kills = 0; kills < turns; kills += 1) {
        const killed = await holder();
        await beginBeside();
        await end(killed, 'SIGKILL');
        await holder();
      }
      expect(witness.most()).to.equal(1);
      const on = dialect === 'sqlite' ? 'on SQLite' : 'on PostgreSQL';
      reached('one-leader', { [`kills ${on}`]: turns, 'two holders at once': 0 });
    });

    it('is handed over when its holder is told to stop', async () => {
      begin();
      const first = await holder();
      const second = await beginBeside();
      await end(first, 'SIGTERM');
      expect(await holder()).to.equal(second);
      expect(witness.most()).to.equal(1);
    });
  });
}
