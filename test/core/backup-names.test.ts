import { expect } from 'chai';
import { backupName, dayOfBackup, expiredBackups } from '../../src/core/backup-names.ts';

const day = 24 * 3_600_000;
const zone = 'Asia/Jakarta';
const start = new Date('2026-11-23T19:00:00Z'); // 02.00 in Jakarta

/** Names of one backup a day, so many days before 24 November. */
const daily = (days: number): string[] =>
  Array.from({ length: days }, (_, n) => backupName(new Date(start.getTime() - n * day), zone));

const keptOf = (names: readonly string[], today: string): (string | undefined)[] => {
  const gone = new Set(expiredBackups(names, today));
  return names.filter((name) => !gone.has(name)).map(dayOfBackup);
};

describe('which backups are kept', () => {
  it('names them by the clock of the office', () => {
    expect(backupName(start, zone)).to.equal('sapakerja-2026-11-24-020000.backup');
  });

  it('keeps one of each of 7 days and of 5 weeks', () => {
    expect(keptOf(daily(60), '2026-11-24')).to.deep.equal([
      '2026-11-24',
      '2026-11-23',
      '2026-11-22',
      '2026-11-21',
      '2026-11-20',
      '2026-11-19',
      '2026-11-18',
      '2026-11-15',
      '2026-11-08',
      '2026-11-01',
    ]);
  });

  it('keeps none that is older than 35 days', () => {
    expect(keptOf(daily(3), '2026-12-28')).to.deep.equal(['2026-11-24', '2026-11-23']);
    expect(keptOf(daily(3), '2026-12-30')).to.deep.equal([]);
  });

  it('keeps the last of several of a day', () => {
    const names = [2, 3, 4].map((hour) => backupName(new Date(start.getTime() + hour), zone));
    const later = backupName(new Date(start.getTime() + 3_600_000), zone);
    expect(expiredBackups([...new Set([...names, later])], '2026-11-24')).to.deep.equal([names[0]]);
  });

  it('leaves other files alone', () => {
    const others = ['erased.log', 'sapakerja-2020-01-01-000000.backup.part', 'catatan.txt'];
    expect(expiredBackups(others, '2026-11-24')).to.deep.equal([]);
  });
});
