import { expect } from 'chai';
import { openVault, type AccountVault } from '../../src/store/vault.ts';
import { sentText } from '../../src/store/sent-text.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';

onEachDatabase('vault', (open) => {
  let store: Store;
  let vault: AccountVault;
  beforeEach(async () => {
    store = await open();
    vault = openVault(store, 'whatsapp');
  });

  const stored = async (): Promise<string> =>
    JSON.stringify(await store.sql('channel_vault').select());

  it('gives back what was written, and nothing for what was not', async () => {
    await vault.write([
      { category: 'pre-key', id: '1', value: 'satu' },
      { category: 'session', id: '1', value: 'lain' },
    ]);
    const values = await vault.read('pre-key', ['1', '2']);
    expect([...values]).to.deep.equal([['1', 'satu']]);
  });

  it('replaces a value, and removes it at null', async () => {
    await vault.write([{ category: 'creds', id: 'me', value: 'lama' }]);
    await vault.write([{ category: 'creds', id: 'me', value: 'baru' }]);
    expect([...(await vault.read('creds', ['me']))]).to.deep.equal([['me', 'baru']]);
    await vault.write([{ category: 'creds', id: 'me', value: null }]);
    expect((await vault.read('creds', ['me'])).size).to.equal(0);
  });

  it('keeps the last of a name given twice', async () => {
    await vault.write([
      { category: 'creds', id: 'me', value: 'satu' },
      { category: 'creds', id: 'me', value: null },
      { category: 'creds', id: 'me', value: 'dua' },
    ]);
    expect([...(await vault.read('creds', ['me']))]).to.deep.equal([['me', 'dua']]);
  });

  it('keeps values sealed, each bound to its account and name', async () => {
    await vault.write([{ category: 'creds', id: 'me', value: 'kunci-noise' }]);
    await vault.write([{ category: 'session', id: '6281234567890.0', value: 'kunci' }]);
    expect(await stored())
      .not.to.include('kunci')
      .and.not.to.include('6281234567890');
    await store.sql('channel_vault').update({ account: 'lain' });
    const moved = await openVault(store, 'lain')
      .read('creds', ['me'])
      .then(
        () => 'opened',
        () => 'refused',
      );
    expect(moved).to.equal('refused');
  });

  it('writes a thousand keys at once', async () => {
    const entries = Array.from({ length: 1200 }, (_, n) => ({
      category: 'pre-key',
      id: String(n),
      value: `k${n}`,
    }));
    await vault.write(entries);
    const ids = entries.map(({ id }) => id);
    expect((await vault.read('pre-key', ids)).size).to.equal(1200);
    await vault.write(entries.map((entry) => ({ ...entry, value: null })));
    expect((await vault.read('pre-key', ids)).size).to.equal(0);
  });

  it('keeps all of a write or nothing', async () => {
    await vault.write([{ category: 'session', id: 'a', value: 'lama' }]);
    const torn = Array.from({ length: 600 }, (_, n) => ({
      category: 'session',
      id: n === 0 ? 'a' : `b${n}`,
      value: n === 599 ? (7 as unknown as string) : 'baru', // the last one cannot be sealed
    }));
    const outcome = await vault.write(torn).then(
      () => 'written',
      () => 'refused',
    );
    expect(outcome).to.equal('refused');
    expect([...(await vault.read('session', ['a', 'b1', 'b598']))]).to.deep.equal([['a', 'lama']]);
  });

  it('forgets one account without touching another', async () => {
    const other = openVault(store, 'whatsapp/a7');
    await vault.write([{ category: 'creds', id: 'me', value: 'x' }]);
    await other.write([{ category: 'creds', id: 'me', value: 'y' }]);
    await vault.clear();
    expect((await vault.read('creds', ['me'])).size).to.equal(0);
    expect((await other.read('creds', ['me'])).size).to.equal(1);
  });
});

onEachDatabase('sentText', (open) => {
  it('reads what was sent under a provider id, and nothing for an id that is not ours', async () => {
    const store = await open();
    const { say, sent } = await openTestGateway(store);
    const reply = await say('+6281234567890', 'MENU');
    expect(await sentText(store, sent[0]?.id ?? '')).to.equal(reply);
    expect(await sentText(store, 'bukan-kami')).to.equal(undefined);
  });
});
