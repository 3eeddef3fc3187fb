import { expect } from 'chai';
import { seedOffices } from '../../src/services/offices.ts';
import { addAttachments } from '../../src/store/attachments.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { ensureSenders } from '../../src/store/contacts.ts';
import { addInbound } from '../../src/store/inbound.ts';
import { readStamps, type Stamp } from '../../src/store/matter-changes.ts';
import { insertOfficer } from '../../src/store/officers.ts';
import { addOutbound } from '../../src/store/outbound.ts';
import { endPresence, markPresent } from '../../src/store/presence.ts';
import { changesBetween } from '../../src/web/admin/pulse.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';

const now = Date.parse('2026-11-23T08:00:00+07:00');
const map = (stamps: readonly Stamp[]) => new Map(stamps.map((stamp) => [stamp.key, stamp]));

onEachDatabase('readStamps', (open) => {
  let store: Store;
  let sender: { contactId: number; addressId: number; accountId: number };
  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    const wanted = { channel: 'test', name: '1', medium: 'sms', officeCode: '35.08' } as const;
    const { id } = await ensureAccount(store, wanted, new Date(now));
    const [found] = (await ensureSenders(store, [[id, '+628120001']], 1)).values();
    sender = found!;
  });

  async function addMatter(number: number, office_code: string, at: number): Promise<number> {
    const [made] = await store
      .sql('matters')
      .insert({
        kind: 'K',
        number,
        office_code,
        contact_id: sender.contactId,
        status: 'open',
        opened_at: at,
        updated_at: at,
      })
      .returning<{ id: number }[]>('id');
    return made!.id;
  }

  /** What changed by `work`, for pages that watch these matters. */
  async function changes(work: () => Promise<unknown>, watched: readonly number[] = []) {
    const before = map(await readStamps(store, watched, now));
    await work();
    const found = changesBetween(before, map(await readStamps(store, watched, now)));
    return found.map(({ office, matterId }) => ({ office, matterId }));
  }

  it('sees a new matter and one that changed, each with its office', async () => {
    const first = await addMatter(1001, '35.08', now);
    let second = 0;
    const found = await changes(async () => {
      second = await addMatter(1002, '35.09', now + 1);
      await store
        .sql('matters')
        .where({ id: first })
        .update({ updated_at: now + 2 });
    });
    expect(found).to.have.deep.members([
      { office: '35.08', matterId: first },
      { office: '35.09', matterId: second },
    ]);
  });

  it('sees a file that was fetched, of a matter that is watched', async () => {
    const id = await addMatter(1001, '35.08', now);
    const media = [{ kind: 'photo', ref: 'r' }] as const;
    await addAttachments(store, { ...sender, media }, now);
    await store.sql('attachments').update({ matter_id: id });
    const fetched = () => store.sql('attachments').update({ status: 'kept' });
    expect(await changes(fetched, [id])).to.deep.equal([{ office: '35.08', matterId: id }]);
    expect(await changes(() => store.sql('attachments').update({ status: 'gone' }))).to.deep.equal(
      [],
    );
  });

  it('sees nothing when nothing changed, also when an old matter leaves the latest minute', async () => {
    await addMatter(1001, '35.08', now);
    expect(await changes(async () => {})).to.deep.equal([]);
    const late = await changes(() => addMatter(1002, '35.08', now + 3_600_000));
    expect(late).to.have.length(1);
  });

  it('sees a transaction that commits late', async () => {
    await addMatter(1001, '35.08', now);
    expect(await changes(() => addMatter(1002, '35.08', now - 30_000))).to.have.length(1);
  });

  it('sees a colleague come and go', async () => {
    const matterId = await addMatter(1001, '35.08', now);
    const officer = { username: 'dewi', name: 'Dewi', role: 'officer', office: '35.08' } as const;
    const id = await insertOfficer(store, { ...officer, passwordHash: 'x', at: 1 });
    const key = { officerId: id!, matterId };
    const change = { office: '35.08', matterId };
    expect(await changes(() => markPresent(store, key, now))).to.deep.equal([change]);
    expect(await changes(() => markPresent(store, key, now + 1))).to.deep.equal([]);
    expect(await changes(() => endPresence(store, key, now - 3_000))).to.deep.equal([change]);
  });

  it('sees a delivery only of a matter that is watched', async () => {
    const matterId = await addMatter(1001, '35.08', now);
    const message = { ...sender, inboundId: null, class: 0, text: 'x', segments: 1, trace: null };
    await addOutbound(store, [message], now);
    const { id }: { id: number } = await store.sql('outbound_messages').first('id');
    await store.sql('matter_messages').insert({
      matter_id: matterId,
      direction: 'out',
      body_sealed: '',
      outbound_id: id,
      at: now,
    });
    const deliver = (status: string) => () => store.sql('outbound_messages').update({ status });
    expect(await changes(deliver('sent'))).to.deep.equal([]);
    expect(await changes(deliver('delivered'), [matterId])).to.deep.equal([
      { office: '35.08', matterId },
    ]);
  });

  it('sees a message that died', async () => {
    const message = { ...sender, key: 'a', text: 'x', nextAt: null, receivedAt: now };
    const found = await changes(() => addInbound(store, [{ ...message, status: 'dead' }]));
    expect(found).to.deep.equal([{ office: '35.08', matterId: null }]);
  });
});
