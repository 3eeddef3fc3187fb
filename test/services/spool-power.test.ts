import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { openSpoolFiles } from '../../src/services/spool-files.ts';
import { testKeys } from '../helpers/databases.ts';
import { reached } from '../helpers/reached.ts';

/** What was asked of the disk, in order; `told`: somebody heard that the file is kept. */
type Deed =
  | { readonly kind: 'name'; readonly path: string; readonly from?: string }
  | { readonly kind: 'unname'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'bytes'; readonly path: string; readonly bytes: Buffer }
  | { readonly kind: 'flush'; readonly path: string }
  | { readonly kind: 'told'; readonly path: string };

const { open, mkdir, rename, rm } = fs.promises;

/** Writes down all that is asked of the disk from now on; gives the way to end that. */
function watchDisk(deeds: Deed[]): () => void {
  const own = fs.promises as Record<string, unknown>;
  own['open'] = async (path: string, flags: string, mode?: number) => {
    const file = await open(path, flags, mode);
    if (flags.startsWith('w')) deeds.push({ kind: 'name', path });
    return {
      writeFile: async (bytes: Buffer) => {
        deeds.push({ kind: 'bytes', path, bytes });
        await file.writeFile(bytes);
      },
      sync: async () => {
        await file.sync();
        deeds.push({ kind: 'flush', path });
      },
      close: () => file.close(),
    };
  };
  own['mkdir'] = async (path: string, options: fs.MakeDirectoryOptions) => {
    const made = await mkdir(path, options);
    if (made !== undefined) deeds.push({ kind: 'folder', path });
    return made;
  };
  own['rename'] = async (from: string, path: string) => {
    await rename(from, path);
    deeds.push({ kind: 'name', path, from });
  };
  own['rm'] = async (path: string, options: fs.RmOptions) => {
    await rm(path, options);
    deeds.push({ kind: 'unname', path });
  };
  syncBuiltinESMExports();
  return () => {
    Object.assign(fs.promises, { open, mkdir, rename, rm });
    syncBuiltinESMExports();
  };
}

/** What a disk may do with what nobody told it to flush. */
interface Mood {
  /** Names in folders that were not flushed are there. */
  readonly names: boolean;
  /** How much of a file that was not flushed is there. */
  readonly part: number;
}

const moods: readonly Mood[] = [true, false].flatMap((names) =>
  [0, 0.5, 1].map((part) => ({ names, part })),
);

/** What is in folders and files when the power is back. */
class Disk {
  readonly contents = new Map<string, Buffer>();
  /** Whose bytes lie under a path. */
  readonly names = new Map<string, string>();
  readonly folders = new Set<string>();

  do(deed: Deed, isFlushed: boolean, mood: Mood): void {
    if (deed.kind === 'bytes') {
      const kept = isFlushed ? deed.bytes.length : Math.floor(deed.bytes.length * mood.part);
      this.contents.set(deed.path, deed.bytes.subarray(0, kept));
    } else if (isFlushed || mood.names) this.#name(deed);
  }

  #name(deed: Deed): void {
    if (deed.kind === 'folder') this.folders.add(deed.path);
    if (deed.kind === 'unname') this.names.delete(deed.path);
    if (deed.kind !== 'name') return;
    this.names.set(deed.path, deed.from ?? deed.path);
    if (deed.from !== undefined) this.names.delete(deed.from);
  }

  files(): Map<string, Buffer> {
    const left = [...this.names].filter(([path]) => this.folders.has(dirname(path)));
    return new Map(
      left.map(([path, whose]) => [path, this.contents.get(whose) ?? Buffer.alloc(0)]),
    );
  }
}

/** Files that are there after a power cut behind these deeds. */
function afterCut(deeds: readonly Deed[], mood: Mood): Map<string, Buffer> {
  const disk = new Disk();
  deeds.forEach((deed, n) => {
    const what = deed.kind === 'bytes' ? deed.path : dirname(deed.path);
    const later = deeds.slice(n + 1);
    disk.do(
      deed,
      later.some(({ kind, path }) => kind === 'flush' && path === what),
      mood,
    );
  });
  return disk.files();
}

/** What is wrong in a spool as a power cut left it. */
async function wrongIn(there: ReadonlyMap<string, Buffer>, told: readonly string[]) {
  const place = await fs.promises.mkdtemp(join(tmpdir(), 'sapakerja-power-'));
  try {
    for (const [path, bytes] of there)
      await fs.promises.writeFile(join(place, path.slice(path.lastIndexOf('/') + 1)), bytes);
    const files = openSpoolFiles(place, testKeys, () => new Date(1));
    const { waiting } = await files.list();
    const names = told.map((path) => path.slice(path.lastIndexOf('/') + 1));
    const torn: string[] = [];
    for (const name of waiting) await files.read(name).catch(() => torn.push(name));
    return { lost: names.filter((name) => !waiting.includes(name)), torn };
  } finally {
    await rm(place, { recursive: true });
  }
}

describe('a power cut', function () {
  this.timeout(120_000);

  it('at any moment leaves each file of the spool whole or not there, and none lost', async () => {
    const home = await fs.promises.mkdtemp(join(tmpdir(), 'sapakerja-power-'));
    const deeds: Deed[] = [];
    const end = watchDisk(deeds);
    try {
      const folder = join(home, 'spool');
      const files = openSpoolFiles(folder, testKeys, () => new Date(1_795_000_000_000));
      const event = { kind: 'report', providerId: 'x', status: 'sent' } as const;
      const entry = { channel: 'twilio', events: [event] };
      for (const n of [1, 2, 3]) {
        const name = files.nextName(n);
        await files.write(
          name,
          Array.from({ length: n }, () => entry),
        );
        deeds.push({ kind: 'told', path: join(folder, name) });
      }
    } finally {
      end();
      await rm(home, { recursive: true });
    }
    let cuts = 0;
    for (let at = 0; at <= deeds.length; at += 1) {
      const before = deeds.slice(0, at);
      const told = before.filter(({ kind }) => kind === 'told').map(({ path }) => path);
      for (const mood of moods) {
        const wrong = await wrongIn(afterCut(before, mood), told);
        expect(wrong, `cut at ${at}: ${JSON.stringify(mood)}`).to.deep.equal({
          lost: [],
          torn: [],
        });
        cuts += 1;
      }
    }
    expect(deeds.filter(({ kind }) => kind === 'told')).to.have.length(3);
    reached('spool-flushed', { 'power cuts': cuts, lost: 0, torn: 0 });
  });
});
