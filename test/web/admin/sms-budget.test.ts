import { expect } from 'chai';
import { seedOffices } from '../../../src/services/offices.ts';
import { onEachDatabase, type Store } from '../../helpers/databases.ts';
import { signIn } from '../../helpers/sign-in.ts';
import { openWeb, type Web } from '../open-web.ts';

const spend = (store: Store, office: string, segments: number) =>
  store
    .sql('sms_days')
    .insert({ office_code: office, day: '2026-11-23', segments, rupiah: segments * 350 });

onEachDatabase('what SMS costs today', (open) => {
  let store: Store;
  let web: Web;
  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    web = await openWeb({ store, config: { dailySegments: 100 } });
  });
  afterEach(() => web.close());

  const levels = [
    { segments: 40, says: '40 SMS</b> dari 100 (40%), Rp14.000' },
    { segments: 85, says: 'Hampir habis' },
    { segments: 100, says: 'kabar ke banyak orang menunggu besok' },
    { segments: 130, says: 'hanya jawaban petugas dan tanda bahaya' },
  ];
  for (const { segments, says } of levels) {
    it(`is said on the page Saluran: ${segments} of 100`, async () => {
      await spend(store, '35.08', segments);
      const admin = await signIn(web, { role: 'admin' });
      expect(await admin.page('/admin/saluran')).to.include(says);
    });
  }

  it('is shown to the own office, and to the province of all', async () => {
    await spend(store, '35.08', 7);
    await spend(store, '35.09', 11);
    const own = await (await signIn(web, { role: 'admin' })).page('/admin/saluran');
    expect(own).to.include('7 SMS').and.not.include('11 SMS');
    const all = await (await signIn(web, { role: 'admin', office: '35' })).page('/admin/saluran');
    expect(all).to.include('7 SMS').and.include('11 SMS');
  });

  it('is told to Prometheus', async () => {
    await spend(store, '35.08', 7);
    const text = await (await fetch(`${web.url}/metrics`)).text();
    expect(text)
      .to.include('sapakerja_sms_segments_today{office="35.08"} 7')
      .and.include('sapakerja_sms_rupiah_today{office="35.08"} 2450')
      .and.include('sapakerja_sms_daily_segments 100');
  });
});
