import { rm, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import {
  newSecret,
  readKeyFile,
  readNamedSecrets,
  writtenSecret,
  type Secrets,
} from '../../src/core/key-file.ts';
import { changeRing, ringOf } from '../../src/core/keys.ts';
import { rotationPoints } from '../../src/core/kill-points.ts';
import { openFiles } from '../../src/services/attachment-files.ts';
import { addAttachments } from '../../src/store/attachments.ts';
import { testKeys } from '../helpers/databases.ts';
import { reached } from '../helpers/reached.ts';
import { keepAttachment } from '../helpers/sealed-office.ts';
import { drained, openOffice, speakAll, type Office } from './office.ts';
import {
  command,
  done,
  expectAllUnder,
  firstKey,
  firstRing,
  foldersOf,
  giveKeys,
  keyFile,
} from './rotating.ts';
import { villager } from './villagers.ts';
import { isFull } from '../helpers/full.ts';

const repeats = isFull ? 5 : 1;
const people = isFull ? 30 : 4;

/** With the keys in the settings the command writes no file: the operator does. */
const ofFile = new Set<string>([
  'rotate.writing',
  'rotate.known',
  'rotate.active',
  'rotate.dropped',
]);

/** A photo whose bytes lie beside the database. */
async function addPhoto(office: Office): Promise<void> {
  const { store } = office;
  const name = await openFiles(foldersOf(office).files, store.keys).write(Buffer.from('ijazah'));
  const [account, contact]: ({ id: number } | undefined)[] = await Promise.all([
    store.sql('accounts').first('id'),
    store.sql('contacts').first('id'),
  ]);
  const media = [{ kind: 'photo', ref: 'x' }] as const;
  const sent = { accountId: account?.id ?? 0, contactId: contact?.id ?? 0, media };
  await addAttachments(store, sent, Date.now());
  await keepAttachment(store, name);
}

const write = (office: Office, secrets: readonly Secrets[number][]): Promise<void> =>
  writeFile(keyFile(office), secrets.map(writtenSecret).join('\n'), { mode: 0o600 });

/** Whoever was killed is not waited for. */
const bury = async ({ store }: Office): Promise<void> => {
  await store.sql('key_holders').delete();
};

/** The keys that the office has now, the newest first, as the operator sees to it. */
async function nextKeys(office: Office, secrets: Secrets, point: string): Promise<void> {
  if (office.store.dialect === 'postgres') {
    const both = [newSecret(secrets), ...secrets];
    giveKeys(office, both.map(writtenSecret).join(','));
    return;
  }
  await write(office, secrets);
  if (point === 'rotate.dropped') await done(office, 'keys', 'rotate');
}

/** The keys that servers and commands are given now. */
function keysNow(office: Office): Secrets {
  const keys = office.place.env['SECRET_KEYS'] ?? '';
  return keys === '' ? readKeyFile(keyFile(office)) : readNamedSecrets(keys, 'SECRET_KEYS');
}

/** Killed at the point, begun again and ended. Gives the keys of then. */
async function killedAndEnded(office: Office, secrets: Secrets, point: string): Promise<Secrets> {
  await nextKeys(office, secrets, point);
  const isDrop = point === 'rotate.dropped';
  const killed = await command(office, ['keys', isDrop ? 'drop' : 'rotate'], { KILL_AT: point });
  expect(killed.ended, killed.out + killed.err).to.equal('SIGKILL');
  await bury(office);
  if (!isDrop) await done(office, 'keys', 'rotate');
  await bury(office);
  return keysNow(office);
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a change of keys that is killed on ${dialect}`, function () {
    this.timeout(isFull ? 600_000 : 120_000);
    let office: Office;
    let secrets: Secrets = firstRing.secrets;
    let kills = 0;
    before(async () => {
      office = await openOffice(dialect);
      const server = await office.start();
      await speakAll(
        server.url,
        Array.from({ length: people }, (_, n) => villager(n)),
      );
      await drained(office); // on a busy machine some of it went by the spool
      await server.stop();
      if (dialect === 'sqlite') giveKeys(office, '');
      await addPhoto(office);
    });
    after(async () => {
      await office.close();
      changeRing(testKeys, firstRing);
      reached('keys-rotate-killed', { [`kills on ${dialect}`]: kills, unreadable: 0 });
    });

    const points = rotationPoints.filter((point) => dialect === 'sqlite' || !ofFile.has(point));
    for (const point of points) {
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        it(`goes on where it was, and leaves nothing behind: ${point}, ${repeat + 1}`, async () => {
          const [newest, ...others] = await killedAndEnded(office, secrets, point);
          expect(others).to.have.length(point === 'rotate.dropped' ? 0 : 1);
          expect(newest.id).not.to.equal(secrets[0].id);
          expect(await expectAllUnder(office, [newest])).to.be.above(people * 10);
          secrets = [newest];
          await office.store.changeKeys({ ...ringOf(testKeys), secrets });
          kills += 1;
        });
      }
    }

    it('is refused when its key is taken away, until it is back', async () => {
      if (dialect === 'sqlite') await rm(keyFile(office));
      else giveKeys(office, firstKey);
      const { err, ended } = await command(office, ['migrate']);
      expect(ended, err).to.equal(1);
      expect(err).to.match(/secret\.key is missing|sealed with key k\d+/);
      if (dialect === 'sqlite') await write(office, secrets);
      else giveKeys(office, secrets.map(writtenSecret).join(','));
      await done(office, 'migrate');
    });
  });
}
