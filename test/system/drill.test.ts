import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { sign } from '../../src/channels/http.ts';
import type { Dialect } from '../../src/store/store.ts';
import { openFakeProvider } from '../helpers/fake-provider.ts';
import { makePlace, openPlace, spawnCommand, startServer, type Place } from '../helpers/server.ts';

const secret = 'rahasia-latihan';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command in a process of its own, as an operator types it. */
async function type(place: Place, args: readonly string[], env = {}): Promise<Ended> {
  const child = spawnCommand(args, { ...place.env, ...env }, place.folder);
  child.stdin?.end();
  const [out, err, [code]] = await Promise.all([
    text(child.stdout ?? Readable.from([])),
    text(child.stderr ?? Readable.from([])),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, out, err };
}

async function say(url: string, from: string, words: string): Promise<number> {
  const body = JSON.stringify({ id: `${from}-${words}`, from, text: words });
  const headers = { 'x-signature': sign(secret, Buffer.from(body)) };
  const { status } = await fetch(`${url}/webhooks/http`, { method: 'POST', body, headers });
  return status;
}

/** Backs up beside a running server, and puts it back on another machine, into the other database too. */
for (const [from, to] of [
  ['sqlite', 'postgres'],
  ['postgres', 'sqlite'],
] as const satisfies readonly (readonly [Dialect, Dialect])[]) {
  describe(`an operator moves an office from ${from} to a new machine with ${to}`, function () {
    this.timeout(180_000);
    it('by backup, restore, doctor and start, and is warned of each mistake', async () => {
      const provider = await openFakeProvider(() => ({ status: 200 }));
      const folder = await mkdtemp(join(tmpdir(), 'sapakerja-drill-'));
      const [old, fresh] = [await makePlace(from), await makePlace(to)];
      const channel = { HTTP_SMS_SEND_URL: `${provider.url}/kirim`, HTTP_SMS_SECRET: secret };
      const backups = join(folder, 'cadangan');
      const first = await startServer(old, channel);
      expect(await say(first.url, '+6281234567801', 'TANYA jam buka kantor')).to.equal(200);
      const made = await type(old, ['backup', '--to', backups]);
      expect(made, made.err).to.include({ code: 0 });

      const [name = ''] = (await readdir(backups)).filter((one) => one.endsWith('.backup'));
      await mkdir(join(folder, 'usb'));
      for (const one of [name, 'erased.log'])
        await copyFile(join(backups, one), join(folder, 'usb', one));
      const file = join(folder, 'usb', name);

      const beside = await type(old, ['restore', file]);
      expect(beside.code, 'into the place of a running server').to.equal(1);
      expect(beside.err.trim().split('\n')).to.have.lengthOf(1);
      expect(await say(first.url, '+6281234567802', 'MENU')).to.equal(200);
      await first.stop();

      const wrongKey = { SECRET_KEYS: `test:${Buffer.alloc(32, 9).toString('base64')}` };
      const locked = await type(fresh, ['restore', file], wrongKey);
      expect(locked.code, 'with another key').to.equal(1);
      expect(locked.err)
        .to.match(/^Kunci tidak cocok/)
        .and.not.to.match(/\n\s+at /);

      const put = await type(fresh, ['restore', file]);
      expect(put, put.err).to.include({ code: 0 });
      const twice = await type(fresh, ['restore', file]);
      expect(twice.code, 'a second time').to.equal(1);
      const seen = await type(fresh, ['doctor'], { ...channel, BACKUP_DIR: backups });
      expect(seen.out)
        .to.match(/baik {3}Basis data/)
        .and.match(/baik {3}Kunci/);

      const second = await startServer(fresh, channel);
      expect(await say(second.url, '+6281234567801', 'MENU')).to.equal(200);
      const restoring = await type(fresh, ['restore', file]);
      expect(restoring.code, 'while the new server runs').to.equal(1);
      await second.stop();
      const store = await openPlace(fresh);
      const count = await store.sql('inbound_keys').count({ n: '*' }).first();
      const questions = await store.sql('matters').where({ kind: 'K' }).pluck('number');
      await store.close();
      expect([Number(count?.['n']), questions.map(Number)]).to.deep.equal([2, [1001]]);
      await Promise.all([old.clear(), fresh.clear(), provider.close()]);
      await rm(folder, { recursive: true });
    });
  });
}
