import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError } from '../core/errors.ts';
import { readKeyFile } from '../core/key-file.ts';
import { activeKey, ringOf, type Ring } from '../core/keys.ts';
import { forgetHolder, listHolders, listUsedKeys, noteKey, tellHolder } from '../store/key-use.ts';
import { countByKey, unopened } from '../store/reseal.ts';
import type { Store } from '../store/store.ts';

/** How often a key file is looked at, milliseconds. */
const look = 1_000;
/** How often a process tells that it is there, milliseconds. */
const tell = 10_000;

const missing = (id: string, held: Ring['secrets']): ConfigError =>
  new ConfigError(
    `The database is sealed with key ${id}, which is not the one among the keys given (${held.map((one) => one.id).join(', ')}). Put it back: SECRET_KEYS=id:base64,... or secret.key; nothing is served without it`,
  );

/** A database whose keys were never noted: everything is looked at, once, and they are noted. */
async function checkContent(store: Store): Promise<void> {
  const { secrets } = ringOf(store.keys);
  for (const id of (await countByKey(store)).keys()) {
    const secret = secrets.find((one) => one.id === id);
    if (!secret) throw missing(id, secrets);
    await noteKey(store, secret);
  }
  const table = await unopened(store);
  if (table === undefined) return;
  throw new ConfigError(
    `SECRET_KEY is not the key of this database: what is sealed in ${table} does not open. Put back the one it was made with`,
  );
}

/**
 * Whether everything that is stored can be opened, and whatever is sealed from now on by everybody.
 * @throws ConfigError naming the key, or the process that does not know ours yet
 */
export async function checkKeys(store: Store): Promise<void> {
  const { secrets } = ringOf(store.keys);
  const used = await listUsedKeys(store);
  if (used.length === 0) await checkContent(store);
  const lost = used.find(({ retired, held }) => !retired && !held);
  if (lost) throw missing(lost.id, secrets);
  const active = activeKey(store.keys);
  const stranger = (await listHolders(store)).find(({ known }) => !known.includes(active));
  if (stranger) {
    throw new ConfigError(
      `Process ${stranger.process} does not know key ${active} yet and could not read what is sealed with it. Name it second in SECRET_KEYS first, restart all processes, then put it in front`,
    );
  }
  await noteKey(store, secrets[0]);
}

/** When a file was last written, as far as its folder tells. */
async function versionOf(file: string): Promise<string> {
  const { ino, mtimeMs } = await stat(file);
  return `${ino} ${mtimeMs}`;
}

class Follower {
  readonly #store: Store;
  readonly #file: string | undefined;
  readonly #process = `${hostname()}/${process.pid}/${randomBytes(3).toString('hex')}`;
  readonly #ended = new AbortController();
  #version = '';
  #toldAt = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(store: Store, file: string | undefined) {
    this.#store = store;
    this.#file = file;
  }

  async begin(): Promise<void> {
    if (this.#file !== undefined) this.#version = await versionOf(this.#file);
    await this.#tell();
    this.#running = this.#follow();
  }

  async end(): Promise<void> {
    this.#ended.abort();
    await this.#running;
    await forgetHolder(this.#store, this.#process).catch(() => undefined); // it is forgotten by itself
  }

  async #follow(): Promise<void> {
    const { signal } = this.#ended;
    for (;;) {
      await pause(look, undefined, { ref: false, signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.#lookAgain().catch(() => undefined); // in a second again; who changes keys waits for us
    }
  }

  async #lookAgain(): Promise<void> {
    if ((await this.#renew()) || performance.now() - this.#toldAt > tell) await this.#tell();
  }

  /** Takes the keys of the file where it was written anew: at once by all threads. */
  async #renew(): Promise<boolean> {
    if (this.#file === undefined) return false;
    const version = await versionOf(this.#file);
    if (version === this.#version) return false;
    const secrets = readKeyFile(this.#file);
    await this.#store.changeKeys({ ...ringOf(this.#store.keys), secrets });
    this.#version = version;
    return true;
  }

  async #tell(): Promise<void> {
    await tellHolder(this.#store, this.#process);
    this.#toldAt = performance.now();
  }
}

/**
 * Tells others with which keys this process works and takes new ones from the key file, until the
 * store is closed. Gives the store that ends it.
 */
export async function followKeys(store: Store, file: string | undefined): Promise<Store> {
  const follower = new Follower(store, file);
  await follower.begin();
  return {
    ...store,
    close: async () => {
      await follower.end();
      await store.close();
    },
  };
}
