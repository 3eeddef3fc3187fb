import type {
  AuthenticationCreds,
  AuthenticationState,
  SignalDataSet,
  SignalDataTypeMap,
  SignalKeyStore,
} from '@whiskeysockets/baileys';
import type { Baileys } from './baileys.ts';
import type { Vault, VaultChange } from '../kind.ts';
import { openFence, type Fenced } from './fence.ts';
import { silentLog } from './quiet.ts';

/** Who we are to WhatsApp: keys, the phone that we are linked to, how far we have read. */
export interface Session extends AuthenticationState {
  /** True when a phone has let us in. */
  readonly linked: boolean;
  /** Keeps what has changed of the credentials; one after the other. */
  save(): void;
  /** Resolves when everything is kept. @throws Error when the last save failed */
  kept(): Promise<void>;
  /** Keeps what is being saved, and from now on nothing more: the session may be another's. */
  close(): Promise<void>;
}

const credentials = 'credentials';

function toChanges(data: SignalDataSet, toText: (value: unknown) => string): VaultChange[] {
  return Object.entries(data).flatMap(([category, values]) =>
    Object.entries(values ?? {}).map(([id, value]: [string, unknown]) => ({
      category,
      id,
      value: value === null || value === undefined ? null : toText(value),
    })),
  );
}

/** Keys that Baileys asks for by kind and id; all of one `set` are kept together. */
function keyStore({ BufferJSON, proto }: Baileys, vault: Fenced['vault']): SignalKeyStore {
  const toText = (value: unknown): string => JSON.stringify(value, BufferJSON.replacer);
  return {
    get: async <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => {
      const found = await vault.read(type, ids);
      const values = [...found].map(([id, text]) => {
        const value: unknown = JSON.parse(text, BufferJSON.reviver);
        const isMessage = type === 'app-state-sync-key'; // Baileys calls methods of it
        return [
          id,
          isMessage ? proto.Message.AppStateSyncKeyData.fromObject(value as object) : value,
        ];
      });
      return Object.fromEntries(values) as Record<string, SignalDataTypeMap[T]>;
    },
    set: (data) => vault.write(toChanges(data, toText)),
  };
}

async function readCredentials(
  { BufferJSON, initAuthCreds }: Baileys,
  vault: Vault,
): Promise<AuthenticationCreds> {
  const text = (await vault.read(credentials, ['own'])).get('own');
  if (text === undefined) return initAuthCreds();
  return JSON.parse(text, BufferJSON.reviver) as AuthenticationCreds;
}

/** Opens the session that the vault holds, or begins a new one that no phone knows yet. */
export async function openSession(baileys: Baileys, vault: Vault): Promise<Session> {
  const creds = await readCredentials(baileys, vault);
  const fence = openFence(vault);
  const keys = baileys.makeCacheableSignalKeyStore(keyStore(baileys, fence.vault), silentLog);
  let saving: Promise<void> = Promise.resolve();
  return {
    creds,
    keys,
    get linked() {
      return creds.account !== undefined && creds.me !== undefined;
    },
    save: () => {
      const value = JSON.stringify(creds, baileys.BufferJSON.replacer);
      const entry = { category: credentials, id: 'own', value };
      const write = (): Promise<void> => fence.vault.write([entry]);
      saving = saving.then(write, write);
      saving.catch(() => undefined); // told to whoever waits for `kept`
    },
    kept: () => saving,
    close: async () => {
      await saving.catch(() => undefined);
      await fence.close();
    },
  };
}
