import { ensureSenders } from '../../../src/store/contacts.ts';
import { addFromContact, openMatter, type MatterForm } from '../../../src/services/matters.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTestGateway, type TestGateway } from '../../helpers/gateway.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { openWeb, type Web, type WebChoices } from '../open-web.ts';

export const siti = '+6281234567890';

/** An office with a gateway, its pages, and officers to sign in. */
export interface DeskOffice {
  readonly web: Web;
  readonly people: TestGateway;
  /** A browser of an officer of Lumajang, unless said otherwise. */
  officer(username: string, more?: Parameters<typeof signIn>[1]): Promise<Browser>;
  /** Opens a matter as a flow would; gives its number. */
  open(form?: Partial<MatterForm>, from?: { userId?: string; office?: string }): Promise<string>;
  /** The person of a matter writes to it. */
  add(number: string, text: string): Promise<void>;
  close(): Promise<void>;
}

/** An answer that is not read to its end may still be on its way when the test closes the store. */
async function whole(asked: Promise<Response>): Promise<Response> {
  const answer = await asked;
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isStream) await answer.clone().text();
  return answer;
}

function readingWhole(browser: Browser): Browser {
  return {
    ...browser,
    get: (...asked) => whole(browser.get(...asked)),
    post: (...asked) => whole(browser.post(...asked)),
  };
}

export async function openDeskOffice(
  store: Store,
  parts: Pick<WebChoices, 'files'> = {},
): Promise<DeskOffice> {
  const people = await openTestGateway(store);
  const { gateway, now } = people;
  const web = await openWeb({ store, gateway, clock: now, ...parts });
  const [account] = people.accounts.values();
  return {
    web,
    people,
    officer: async (username, more = {}) =>
      readingWhole(await signIn(web, { username, now: now(), ...more })),
    open: async (form = {}, { userId = siti, office = '35.08' } = {}) => {
      const asked = { kind: 'K', text: 'Job fair bulan ini kapan?', ...form } as const;
      const { number } = await store.transaction(async (db) => {
        const senders = await ensureSenders(db, [[account!.id, userId]], now().getTime());
        const [sender] = senders.values();
        const { contactId: id, addressId } = sender!;
        const contact = { id, addressId, userId, medium: 'sms' } as const;
        return openMatter({ db, now: now(), office, contact }, asked);
      });
      return number;
    },
    add: (number, text) =>
      store.transaction(async (db) => {
        const row = await db
          .sql('matters')
          .first('id', 'contact_id')
          .where({ number: number.slice(1), kind: number[0] });
        const contact = { id: row.contact_id, userId: siti, medium: 'sms' } as const;
        await addFromContact({ db, now: now(), office: '35.08', contact }, row.id, text);
      }),
    close: () => web.close(),
  };
}
