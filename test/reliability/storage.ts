import type { Promised } from './promise.ts';

const gateway = 'test/gateway/spool.test.ts';
const draining = 'test/gateway/drain.test.ts';

/** What holds when the database, the disk or the power fails. */
export const storage: readonly Promised[] = [
  {
    id: 'database-down',
    promise:
      'While the database is down, locked, slow or cut off, messages are kept in files and taken in later, each once and in order.',
    shown: {
      spec: gateway,
      sabotage: [
        {
          about: 'answers before the file is written',
          file: 'src/gateway/spool.ts',
          find: 'await this.#writer.add({',
          replace: 'void this.#writer.add({',
        },
        {
          about: 'lets later words overtake those in the spool',
          file: 'src/gateway/spool.ts',
          find: 'return this.#held.size > 0 &&',
          replace: 'return this.#held.size < 0 &&',
        },
        {
          about: 'does not look what other processes have kept',
          file: 'src/gateway/spooling.ts',
          find: 'if (isShared && spool.hasNews())',
          replace: 'if (isShared && spool.isDown)',
        },
        {
          about: 'asks a dead database for each message',
          file: 'src/gateway/spooling.ts',
          find: 'const behind = spool.isDown ||',
          replace: 'const behind =',
        },
        {
          about: 'waits for the database however long it takes',
          file: 'src/gateway/spooling.ts',
          find: 'await Promise.race([work, late])',
          replace: 'await work',
        },
        {
          about: 'keeps what Telegram would offer again in order',
          file: 'src/gateway/spooling.ts',
          find: '!offersAgain && !local',
          replace: '!local',
        },
        {
          about: 'begins the names of files anew when the clock is set back',
          file: 'src/services/spool-files.ts',
          find: 'this.#latest = Math.max(this.#latest, writtenAt(',
          replace: 'this.#latest = Math.min(this.#latest, writtenAt(',
        },
      ],
    },
  },
  {
    id: 'spool-drained',
    promise:
      'What lies in the spool is removed only after it is stored; what cannot be stored is put aside and told, and stops nothing.',
    shown: {
      spec: draining,
      sabotage: [
        {
          about: 'removes a file although the database is down',
          file: 'src/gateway/drain.ts',
          find: "if (left === 'down') return false;",
          replace: "if (left === 'down') return spool.files.remove(name).then(() => false);",
        },
        {
          about: 'takes a lost connection for a bad message',
          file: 'src/gateway/drain.ts',
          find: 'isOutage(why) || !(await isWritable(store))',
          replace: 'isOutage(why)',
        },
        {
          about: 'drops what a working database refuses',
          file: 'src/gateway/drain.ts',
          find: 'await spool.files.writeAside(left.entries);',
          replace: '',
        },
        {
          about: 'never gives a bad message up',
          file: 'src/gateway/drain.ts',
          find: "if (await isDown(store, left)) return 'down';",
          replace: "return 'down';",
        },
        {
          about: 'takes in more than it has room for',
          file: 'src/gateway/spool.ts',
          find: 'return this.#entries >= most ||',
          replace: 'return most < 0 ||',
        },
      ],
    },
  },
  {
    id: 'spool-flushed',
    promise:
      'A power cut at any moment leaves each file of the spool whole or not there, and loses none that was acknowledged.',
    shown: {
      spec: 'test/services/spool-power.test.ts',
      sabotage: [
        {
          about: 'does not flush the file',
          file: 'src/services/spool-files.ts',
          find: 'await file.sync();',
          replace: '',
        },
        {
          about: 'does not flush the folder',
          file: 'src/services/spool-files.ts',
          find: 'await syncFolder(folder); // before anybody is told',
          replace: '',
        },
        {
          about: 'does not flush the name of its own folder',
          file: 'src/services/spool-files.ts',
          find: 'await syncFolder(dirname(folder));',
          replace: '',
        },
        {
          about: 'writes under the final name',
          file: 'src/services/spool-files.ts',
          find: 'const draft = join(folder, `${name}.part`);',
          replace: 'const draft = join(folder, name);',
        },
      ],
    },
  },
  {
    id: 'spool-whole',
    promise: 'A file of the spool that was cut short or changed is never taken for messages.',
    shown: {
      spec: draining,
      grep: 'damaged, byte by byte',
      sabotage: [
        {
          about: 'reads a file without its seal',
          file: 'src/services/spool-files.ts',
          find: 'this.#keys.openBytes(sealed, place(name))',
          replace: "(sealed.length > 40 ? Buffer.from('[]') : sealed)",
        },
      ],
    },
  },
  {
    id: 'disk-full',
    promise:
      'A full disk damages nothing: webhooks are kept or answered 503, and taken again within 10 s of freeing space.',
    shown: {
      spec: 'test/faults/disk-full.test.ts',
      full: { lost: 0, damaged: 0 },
      sabotage: [
        {
          about: 'answers 200 when neither database nor spool can be written',
          file: 'src/gateway/spooling.ts',
          find: 'throw why; // neither',
          replace: '',
        },
      ],
    },
  },
  {
    id: 'postgres-away',
    promise:
      'While PostgreSQL is stopped, cut off, ends our connections or answers late, every webhook is answered 2xx; none is lost, doubled or out of order.',
    shown: {
      spec: 'test/faults/outage.test.ts',
      grep: 'PostgreSQL',
      full: { lost: 0 },
      sabotage: [
        {
          about: 'has no spool',
          file: 'src/gateway/spooling.ts',
          find: 'if (!isKept(channel)) return',
          replace: 'if (isKept(channel) || true) return',
        },
      ],
    },
  },
  {
    id: 'sqlite-locked',
    promise:
      'While another program locks SQLite, every webhook is answered 2xx within 15 s; none is lost, doubled or out of order.',
    shown: {
      spec: 'test/faults/outage.test.ts',
      grep: 'locks SQLite',
      full: { lost: 0 },
      sabotage: [
        {
          about: 'drops what waits when its writer is slow',
          file: 'src/gateway/spool.ts',
          find: 'await this.files.write(',
          replace: 'await (async () => undefined)(',
        },
      ],
    },
  },
  {
    id: 'spool-kills',
    promise: 'kill -9 in every step of the spool loses nothing and doubles nothing.',
    shown: {
      spec: 'test/faults/spool-kills.test.ts',
      sabotage: [
        {
          about: 'answers before the file is written',
          file: 'src/gateway/spool.ts',
          find: 'await this.#writer.add({',
          replace: 'void this.#writer.add({',
        },
      ],
    },
  },
  {
    id: 'power-loss',
    promise: 'A power cut loses no message that SQLite acknowledged.',
    shown:
      'It needs a machine whose disk is cut off. Shown instead: synchronous=FULL is set, and kill -9 at every point loses nothing.',
  },
];
