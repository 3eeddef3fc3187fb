import { expect } from 'chai';
import { checkSqliteVersion } from '../../src/store/store.ts';
import { reached } from '../helpers/reached.ts';

// https://www.sqlite.org/wal.html#walreset tells of the versions that can damage a database.
const versions = [
  { version: '3.7.0', safe: false },
  { version: '3.50.4', safe: false },
  { version: '3.51.2', safe: false },
  { version: '3.51.3', safe: true },
  { version: '3.52.0', safe: false },
  { version: '3.52.1', safe: true },
  { version: '3.60.0', safe: true },
];

describe('checkSqliteVersion', () => {
  for (const { version, safe } of versions) {
    it(`${safe ? 'takes' : 'refuses'} ${version}`, () => {
      const check = (): void => checkSqliteVersion(version);
      if (safe) expect(check).not.to.throw();
      else expect(check).to.throw(version);
      reached('safe-sqlite', { versions: 1, 'judged wrong': 0 });
    });
  }
});
