import { expect } from 'chai';
import { seedOffices } from '../../src/services/offices.ts';
import { readDrafts, saveDraft, type DraftKey } from '../../src/store/drafts.ts';
import { insertOfficer } from '../../src/store/officers.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { addVillager } from '../helpers/villager.ts';

const now = Date.parse('2026-11-23T08:00:00+07:00');
const day = 24 * 3_600_000;

onEachDatabase('drafts', (open) => {
  let store: Store;
  let dewi: DraftKey;
  let budi: DraftKey;
  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    const villager = await addVillager(store);
    await villager.asks('consultations.open', { pertanyaan: 'Kapan job fair?' });
    const { id: matterId }: { id: number } = await store.sql('matters').first('id');
    const officer = { role: 'officer', office: '35.08', passwordHash: 'x', at: 1 } as const;
    const add = async (username: string): Promise<DraftKey> => {
      const id = await insertOfficer(store, { ...officer, username, name: username });
      return { officerId: id!, matterId };
    };
    dewi = await add('dewi');
    budi = await add('budi');
  });

  it('keeps the latest text of each kind, sealed, for its officer alone', async () => {
    await saveDraft(store, dewi, { kind: 'reply', text: 'Masih dib' }, now);
    await saveDraft(store, dewi, { kind: 'reply', text: 'Masih dibuka' }, now + 1);
    await saveDraft(store, dewi, { kind: 'note', text: 'Tanya PT' }, now + 2);
    expect(await readDrafts(store, dewi)).to.deep.equal({
      reply: 'Masih dibuka',
      note: 'Tanya PT',
    });
    expect(await readDrafts(store, budi)).to.deep.equal({});
    const rows: { body_sealed: string }[] = await store.sql('drafts').select('body_sealed');
    expect(JSON.stringify(rows)).not.to.contain('dibuka');
  });

  it('does not open the draft of another officer', async () => {
    await saveDraft(store, dewi, { kind: 'reply', text: 'Masih dibuka' }, now);
    await store.sql('drafts').update({ officer_id: budi.officerId });
    const error = await readDrafts(store, budi).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(Error);
  });

  it('is gone when emptied, and after a week', async () => {
    await saveDraft(store, dewi, { kind: 'reply', text: 'Masih dibuka' }, now);
    await saveDraft(store, dewi, { kind: 'reply', text: ' ' }, now);
    expect(await readDrafts(store, dewi)).to.deep.equal({});
    await saveDraft(store, dewi, { kind: 'reply', text: 'Masih dibuka' }, now);
    await saveDraft(store, budi, { kind: 'reply', text: 'Lain' }, now + 8 * day);
    expect(await readDrafts(store, dewi)).to.deep.equal({});
  });
});
