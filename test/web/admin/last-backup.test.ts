import { expect } from 'chai';
import { recordRun, type BackupRun } from '../../../src/store/backups.ts';
import { onEachDatabase, type Store } from '../../helpers/databases.ts';
import { signIn } from '../../helpers/sign-in.ts';
import { now, openOffice, type Office } from '../open-office.ts';

const hour = 3_600_000;

onEachDatabase('the line about the last backup', (open) => {
  let store: Store;
  let office: Office;

  before(async () => {
    store = await open();
    office = await openOffice({ store });
  });
  after(() => office.close());

  const run = (hoursAgo: number, status: BackupRun['status']): Promise<void> => {
    const begunAt = now.getTime() - hoursAgo * hour;
    const good = { name: 'sapakerja-2026-11-23-020000.backup', bytes: 1, rows: 1, files: 0 };
    const failed = { name: null, bytes: null, rows: null, files: null };
    const rest = status === 'good' ? { ...good, code: null } : { ...failed, code: 'ENOSPC' };
    return recordRun(store, { begunAt, endedAt: begunAt, status, ...rest });
  };

  for (const [about, runs, says, wrong] of [
    ['none yet', [], 'Belum pernah ada cadangan yang baik.', true],
    ['one of this night', [[6, 'good']], 'Cadangan baik terakhir: Sen 23 Nov 2026 02.00.', false],
    ['one of the day before yesterday', [[40, 'good']], 'Cadangan baik terakhir sudah lama', true],
    [
      'one that failed since',
      [
        [30, 'good'],
        [6, 'failed'],
      ],
      'terakhir GAGAL (ENOSPC)',
      true,
    ],
  ] as const) {
    it(`tells an admin: ${about}`, async () => {
      await store.sql('backups').delete();
      for (const [hours, status] of runs) await run(hours, status);
      const page = await (await signIn(office, { role: 'admin' })).page('/admin/ringkasan');
      const [line = ''] = /<p class="notice[^<]*(?:<[^/][^<]*)*/u.exec(page) ?? [];
      expect(line).to.contain(says);
      expect(line.includes('notice-wrong')).to.equal(wrong);
    });
  }

  it('is not for those who cannot mend it', async () => {
    const page = await (await signIn(office, { role: 'supervisor' })).page('/admin/ringkasan');
    expect(page).not.to.match(/[Cc]adangan/);
  });
});
