import { expect } from 'chai';
import { seedOffices } from '../../src/services/offices.ts';
import { addInvitations, partBegun } from '../../src/store/surveys.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { addVillager, type Villager } from '../helpers/villager.ts';

const now = new Date('2026-11-23T08:00:00+07:00');

onEachDatabase('the survey', (open) => {
  let store: Store;
  let villager: Villager;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    villager = await addVillager(store, { now });
  });

  const rate = (nilai: string, bagian = 1) => villager.asks('surveys.rate', { nilai, bagian });
  const begin = async (): Promise<string> => (await villager.asks('surveys.begin')).name;
  const surveys = (): Promise<Record<string, unknown>[]> => store.sql('surveys').select();
  const invitations = (): Promise<Record<string, unknown>[]> =>
    store.sql('survey_invitations').select();

  it('is stored by element, with no identity in the row', async () => {
    await rate('433443431');
    const [row = {}] = await surveys();
    const { id, ...rest } = row;
    expect(id).to.match(/^[0-9a-f-]{36}$/);
    expect(rest).to.deep.equal({
      office_code: '35.08',
      service: 'own',
      medium: 'sms',
      answered_on: '2026-11-23',
      u1: 4,
      u2: 3,
      u3: 3,
      u4: 4,
      u5: 4,
      u6: 3,
      u7: 4,
      u8: 3,
      u9: 1,
    });
    expect((await invitations())[0]).to.include({ status: 'done', survey_id: null });
  });

  it('keeps what was given when the rest never comes, and parts it from the phone', async () => {
    await rate('433');
    await rate('212', 2);
    expect((await surveys())[0]).to.include({ u1: 4, u6: 2, u7: null });
    expect((await invitations())[0]?.['survey_id']).not.to.equal(null);
    expect(await partBegun(store, now.getTime() + 1)).to.equal(1);
    expect((await invitations())[0]).to.include({ status: 'done', survey_id: null });
    expect(await surveys()).to.have.length(1);
  });

  it('goes on where it was left', async () => {
    expect(await begin()).to.equal('first');
    expect((await rate('433')).name).to.equal('second');
    expect(await begin()).to.equal('second');
    expect((await rate('433', 2)).name).to.equal('third');
    expect(await begin()).to.equal('third');
    expect((await rate('433', 3)).name).to.equal('done');
    expect(await begin()).to.equal('already');
  });

  it('takes a part again when the person has gone back', async () => {
    await rate('111');
    await rate('444');
    expect(await surveys()).to.have.length(1);
    expect((await surveys())[0]).to.include({ u1: 4, u3: 4, u4: null });
  });

  it('belongs to the office and service that asked', async () => {
    const invitation = {
      occasion: 'survey:A1007',
      contactId: villager.id,
      officeCode: '35.09',
      service: 'complaint',
      status: 'asked',
      dueAt: now.getTime(),
    } as const;
    await addInvitations(store, [invitation], now.getTime());
    expect(await villager.asks('surveys.begin')).to.deep.equal({
      name: 'matter',
      values: { nomor_perkara: 'A1007' },
    });
    await rate('433443434');
    expect((await surveys())[0]).to.include({ office_code: '35.09', service: 'complaint' });
    expect(await invitations()).to.have.length(1);
  });

  it('is invited to once for each matter', async () => {
    const invitation = {
      occasion: 'survey:K1007',
      contactId: villager.id,
      officeCode: '35.08',
      service: 'consultation',
      status: 'waiting',
      dueAt: now.getTime(),
    } as const;
    expect(await addInvitations(store, [invitation], now.getTime())).to.equal(1);
    expect(await addInvitations(store, [invitation], now.getTime())).to.equal(0);
  });
});
