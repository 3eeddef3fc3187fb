import { expect } from 'chai';
import { removeSessionsOf } from '../../../src/store/officer-sessions.ts';
import type { Store } from '../../../src/store/store.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import type { Browser } from '../../helpers/sign-in.ts';
import { openDeskOffice, type DeskOffice } from './desk-office.ts';

interface Ear {
  /** Names of the next events, as many as asked for. */
  next(count: number): Promise<readonly string[]>;
  /** Everything that came so far, byte for byte. */
  raw(): string;
  end(): Promise<void>;
}

async function listen(browser: Browser, path: string): Promise<Ear> {
  const response = await browser.get(path);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let given = 0;
  const names = (): string[] => [...text.matchAll(/^event: (\w+)$/gm)].map(([, name = '']) => name);
  return {
    next: async (count) => {
      while (names().length < given + count) {
        const { value, done } = await reader.read();
        if (done) throw new Error('the stream ended');
        text += value;
      }
      given += count;
      return names().slice(given - count, given);
    },
    raw: () => text,
    end: () => reader.cancel(),
  };
}

onEachDatabase('pages that are kept fresh', (open) => {
  let store: Store;
  let office: DeskOffice;
  let dewi: Browser;
  beforeEach(async () => {
    store = await open();
    office = await openDeskOffice(store);
    dewi = await office.officer('dewi');
  });
  afterEach(() => office.close());

  it('hear that something changed, and nothing of anybody', async () => {
    const ear = await listen(dewi, '/admin/antrean/kabar');
    expect(await ear.next(1)).to.deep.equal(['siap']);
    await office.open({ text: 'Kapan job fair?' });
    expect(await ear.next(1)).to.deep.equal(['berubah']);
    expect(ear.raw().replaceAll(/\s/g, '')).to.match(
      /^retry:2000event:siapdata:-event:berubahdata:-$/,
    );
    await ear.end();
  });

  /** Whether it has heard nothing when `witness` has heard of the change, and some time after. */
  async function isDeafTo(ear: Ear, witness: Ear, change: () => Promise<unknown>) {
    let heard = false;
    const hearing = ear.next(1).then((names) => {
      heard = true;
      return names;
    });
    await change();
    expect(await witness.next(1)).to.deep.equal(['berubah']);
    await dewi.page('/admin/akun'); // what was sent with it has arrived by now
    return { deaf: !heard, hearing };
  }

  it('hear of their own office alone', async () => {
    const neighbour = await office.officer('tetangga', { office: '35.09' });
    const witness = await listen(dewi, '/admin/antrean/kabar');
    const ear = await listen(neighbour, '/admin/antrean/kabar');
    for (const each of [witness, ear]) await each.next(1);
    const { deaf, hearing } = await isDeafTo(ear, witness, () => office.open());
    expect(deaf).to.equal(true);
    await office.open({}, { office: '35.09' });
    expect(await hearing).to.deep.equal(['berubah']);
    for (const each of [witness, ear]) await each.end();
  });

  it('of a matter hear of that matter alone, and show that it is being looked at', async () => {
    const [number, other] = [await office.open(), await office.open()];
    const ear = await listen(dewi, `/admin/perkara/${number}/kabar`);
    await ear.next(1);
    expect(await store.sql('presence')).to.have.length(1);
    const witness = await listen(dewi, '/admin/antrean/kabar');
    await witness.next(1);
    const { deaf, hearing } = await isDeafTo(ear, witness, () => office.add(other, 'lagi'));
    expect(deaf).to.equal(true);
    await office.add(number, 'bagaimana?');
    expect(await hearing).to.deep.equal(['berubah']);
    for (const each of [witness, ear]) await each.end();
  });

  it('do not listen for who is not signed in', async () => {
    await removeSessionsOf(store, dewi.officer.id, {});
    const answer = await dewi.get('/admin/antrean/kabar');
    expect(answer.headers.get('location')).to.equal('/admin/masuk');
  });
});
