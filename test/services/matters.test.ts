import { expect } from 'chai';
import { RejectedRequest } from '../../src/core/errors.ts';
import { isoTime } from '../../src/core/format.ts';
import { measureSms } from '../../src/core/sms.ts';
import {
  addFromContact,
  answerText,
  claimMatter,
  ClaimedError,
  closeMatter,
  confirmMatter,
  forwardMatter,
  getMatter,
  handOverMatter,
  noteMatter,
  openMattersOf,
  queueOf,
  releaseMatter,
  reopenMatter,
  replyToMatter,
  type MatterView,
  type OfficerDeed,
} from '../../src/services/matters.ts';
import { lockContacts } from '../../src/store/contacts.ts';
import { changeMatter } from '../../src/store/matters.ts';
import type { Officer } from '../../src/store/officers.ts';
import { listOutbound } from '../../src/store/outbound.ts';
import type { Db, Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { addTestOfficer, addTestPerson, type Person } from '../helpers/matters.ts';

const now = new Date('2026-11-23T08:00:00+07:00');

type Deed = (db: Db, number: string, deed: OfficerDeed) => Promise<MatterView | undefined>;

const reply: Deed = (db, number, deed) =>
  replyToMatter(db, number, { ...deed, text: 'Sampai 30 Nov.' });

const noteOf =
  (text: string): Deed =>
  (db, number, deed) =>
    noteMatter(db, number, { ...deed, text });

const handOverTo =
  (to: string): Deed =>
  (db, number, deed) =>
    handOverMatter(db, number, { ...deed, to });

/** What a deed was refused with; `done` when it was not. */
const refused = (deed: Promise<unknown>): Promise<unknown> =>
  deed.then(
    () => 'done',
    (error: unknown) => error,
  );

describe('answerText', () => {
  const dewi = { officer: 'Dewi Lestari, S.Sos', close: false };
  const question = { kind: 'K', number: 1311, urgent: false } as const;
  const rows = [
    {
      label: 'asks whether a question is answered',
      matter: question,
      answer: { ...dewi, text: 'Masih dibuka sampai 30 Nov, syarat KTP & ijazah SMP.' },
      expected:
        'K1311, petugas Dewi: Masih dibuka sampai 30 Nov, syarat KTP & ijazah SMP. Sudah jelas? Balas YA atau BELUM.',
    },
    {
      label: 'asks whether a complaint is settled, behind a full stop',
      matter: { ...question, kind: 'A', number: 1005 },
      answer: { ...dewi, text: ' Upah dibayar besok ' },
      expected: 'A1005, petugas Dewi: Upah dibayar besok. Sudah puas? Balas PUAS atau BELUM.',
    },
    {
      label: 'asks nothing with the last word',
      matter: question,
      answer: { ...dewi, text: 'Gratis!', close: true },
      expected: 'K1311, petugas Dewi: Gratis! Bila ada lagi, balas TANYA.',
    },
    {
      label: 'leaves what looks like a placeholder as it is',
      matter: question,
      answer: { ...dewi, text: 'Tulis {nama} $& di formulir?' },
      expected:
        'K1311, petugas Dewi: Tulis {nama} $& di formulir? Sudah jelas? Balas YA atau BELUM.',
    },
    {
      label: 'says to somebody in danger the words alone',
      matter: { ...question, kind: 'A', urgent: true },
      answer: { ...dewi, text: 'Ibu di rumah jam 5' },
      expected: 'Ibu di rumah jam 5',
    },
  ] as const;
  for (const { label, matter, answer, expected } of rows) {
    it(label, () => {
      expect(answerText(matter, answer)).to.equal(expected);
      expect(measureSms(expected)).to.include({ encoding: 'GSM-7', segments: 1 });
    });
  }
});

onEachDatabase('a matter', (open) => {
  let store: Store;
  let dewi: Officer;
  let budi: Officer;
  let sri: Officer;
  let person: Person;

  beforeEach(async () => {
    store = await open();
    dewi = await addTestOfficer(store, 'dewi');
    budi = await addTestOfficer(store, 'budi');
    sri = await addTestOfficer(store, 'sri', { role: 'supervisor' });
    person = await addTestPerson(store);
  });

  const run = (deed: Deed, officer: Officer, number = 'K1001') =>
    store.transaction((db) => deed(db, number, { officer, now }));
  const view = async (number = 'K1001'): Promise<MatterView> => {
    const found = await getMatter(store, number, { officer: sri });
    if (!found) throw new Error('no matter');
    return found;
  };
  const says = (id: number, text: string) =>
    store.transaction((db) => addFromContact(person.in(db, now), id, text));
  const confirms = (id: number, word: 'yes' | 'no') =>
    store.transaction((db) => confirmMatter(person.in(db, now), id, word));

  it('is answered on the channel it came by, and closed by YA', async () => {
    const { id } = await person.asks(now);
    await run(reply, dewi);
    const [sent] = await listOutbound(store, person.contactId);
    expect(sent).to.include({ status: 'queued', segments: 1 });
    expect(sent?.text).to.match(/^K1001, petugas Dewi: Sampai 30 Nov\. Sudah jelas\?/);
    expect(await confirms(id, 'yes')).to.include({ status: 'closed', number: 'K1001' });
    expect(await view()).to.include({ status: 'closed', closedBecause: 'confirmed' });
    expect((await openMattersOf(store, [person.contactId])).size).to.equal(0);
  });

  it('goes to where the person wrote from, in letters an SMS can carry', async () => {
    await person.asks(now);
    await addTestPerson(store, { userId: '+6281111111111' });
    await store.transaction((db) =>
      replyToMatter(db, 'K1001', { officer: dewi, now, text: 'Syarat “KTP” – gratis' }),
    );
    const [row] = await store.sql('outbound_messages').join('addresses', {
      'addresses.id': 'outbound_messages.address_id',
    });
    expect(row).to.include({ user_id: '+628123456789', class: 0 });
    const [sent] = await listOutbound(store, person.contactId);
    expect(sent?.text).to.contain('Syarat "KTP" - gratis.');
  });

  it('is with the officer again after a text, with a new reply-by', async () => {
    const { id } = await person.asks(now);
    await run(reply, dewi);
    const later = new Date('2026-11-24T10:00:00+07:00');
    const added = await store.transaction((db) =>
      addFromContact(person.in(db, later), id, 'Syaratnya?'),
    );
    expect(added).to.include({ status: 'claimed', number: 'K1001' });
    expect(isoTime(added?.replyBy.getTime() ?? 0)).to.contain('2026-11-25T10:00');
    expect(await view()).to.include({ assignee: 'dewi' });
  });

  it('is with all after a text when nobody holds the answer any more', async () => {
    const { id } = await person.asks(now);
    await run(reply, dewi);
    await run(releaseMatter, dewi);
    expect(await view()).to.include({ status: 'answered', assignee: null });
    expect(await says(id, 'Syaratnya?')).to.include({ status: 'open' });
  });

  it('is with all after BELUM', async () => {
    const { id } = await person.asks(now);
    await run(reply, dewi);
    expect(await confirms(id, 'no')).to.include({ status: 'open' });
    expect(await view()).to.include({ status: 'open', assignee: null });
    expect(await run(claimMatter, budi)).to.include({ assignee: 'budi' });
  });

  it('comes back to the queue when a person writes about what was forwarded', async () => {
    const { id } = await person.asks(now, { kind: 'A' });
    const to = { to: 'Pengawas', reference: '12/2026' };
    await run((db, number, deed) => forwardMatter(db, number, { ...deed, ...to }), dewi, 'A1001');
    expect(await queueOf(store, dewi, now)).to.deep.equal([]);
    expect(await says(id, 'Belum ada kabar')).to.include({ status: 'open' });
    expect(await queueOf(store, budi, now)).to.have.length(1);
  });

  it('is nobody else’s: not to write to, not to confirm', async () => {
    const { id } = await person.asks(now);
    await run(reply, dewi);
    const other = await addTestPerson(store, { userId: '+6281111111111' });
    await store.transaction(async (db) => {
      expect(await addFromContact(other.in(db, now), id, 'x')).to.equal(undefined);
      expect(await confirmMatter(other.in(db, now), id, 'yes')).to.equal(undefined);
    });
    expect(await view()).to.include({ status: 'answered' });
  });

  it('takes no text and no word once it is closed', async () => {
    const { id } = await person.asks(now);
    await run(closeMatter, dewi);
    expect(await says(id, 'Halo?')).to.equal(undefined);
    expect(await confirms(id, 'no')).to.equal(undefined);
  });

  const conflicts: readonly (readonly [string, Deed])[] = [
    ['claimed', claimMatter],
    ['released', releaseMatter],
    ['answered', reply],
    ['closed', closeMatter],
    [
      'forwarded',
      (db, number, deed) => forwardMatter(db, number, { ...deed, to: 'x', reference: '' }),
    ],
    ['handed over', handOverTo('budi')],
  ];
  for (const [label, deed] of conflicts) {
    it(`is not ${label} by an officer while another holds it`, async () => {
      await person.asks(now);
      await run(claimMatter, dewi);
      expect(await refused(run(deed, budi))).to.be.instanceOf(ClaimedError);
      expect(await view()).to.include({ status: 'claimed', assignee: 'dewi' });
      expect(await listOutbound(store, person.contactId)).to.deep.equal([]);
    });
  }

  for (const whose of ['an officer of another office', 'an officer from whom it is hidden']) {
    it(`is not there for ${whose}, whatever the deed`, async () => {
      const nia = await addTestOfficer(store, 'nia', { office: '35.09' });
      await person.asks(now, { hiddenFrom: [budi.id] });
      const officer = whose.includes('hidden') ? budi : nia;
      const before = await view();
      const audited = (await store.sql('audit')).length;
      for (const deed of [...conflicts.map(([, one]) => one), reopenMatter, noteOf('x')]) {
        expect(await run(deed, officer)).to.equal(undefined);
      }
      expect(await view()).to.deep.equal(before);
      expect(await listOutbound(store, person.contactId)).to.deep.equal([]);
      expect(await store.sql('audit')).to.have.length(audited);
    });
  }

  it('is taken out of an officer’s hands by a supervisor only', async () => {
    await person.asks(now);
    await run(claimMatter, dewi);
    expect(await run(handOverTo('budi'), sri)).to.include({ assignee: 'budi', status: 'claimed' });
    expect(await run(releaseMatter, sri)).to.include({ assignee: null, status: 'open' });
  });

  for (const [label, to] of [
    ['nobody', 'hantu'],
    ['an officer of another office', 'nia'],
    ['an officer who is gone', 'gone'],
  ] as const) {
    it(`is not handed over to ${label}`, async () => {
      await addTestOfficer(store, 'nia', { office: '35.09' });
      await addTestOfficer(store, 'gone');
      await store.sql('officers').where({ username: 'gone' }).update({ active: 0 });
      await person.asks(now);
      const error = await refused(run(handOverTo(to), dewi));
      expect(error).to.be.instanceOf(RejectedRequest).and.include({ code: 'unknown-officer' });
    });
  }

  it('changes nothing when it is claimed, released or closed twice', async () => {
    await person.asks(now);
    for (const deed of [claimMatter, releaseMatter, closeMatter]) {
      await run(deed, dewi);
      const before = await view();
      await run(deed, dewi);
      expect(await view()).to.deep.equal(before);
    }
  });

  it('is opened again by an officer, with a new reply-by', async () => {
    await person.asks(now);
    await run(closeMatter, dewi);
    expect(await refused(run(reply, dewi))).to.include({ status: 409, code: 'matter-closed' });
    const later = new Date('2026-11-25T09:30:00+07:00');
    const reopened = await store.transaction((db) =>
      reopenMatter(db, 'K1001', { officer: budi, now: later }),
    );
    expect(reopened).to.include({
      status: 'open',
      assignee: null,
      closedAt: null,
      closedBecause: null,
      replyBy: '2026-11-26T10:00:00+07:00',
    });
  });

  it('tells in its thread who did what, and shows notes to officers alone', async () => {
    const { id } = await person.asks(now);
    await run(claimMatter, dewi);
    const text = 'Tanya bagian penempatan';
    await run(noteOf(text), budi);
    await run(reply, dewi);
    await confirms(id, 'no');
    const { thread, messages } = await view();
    expect(
      thread.map(({ kind, event, officer, text: said }) => [kind, event ?? said, officer]),
    ).to.deep.equal([
      ['message', 'Masih dibuka?', null],
      ['event', 'claimed', 'Dewi Lestari'],
      ['note', text, 'Budi Lestari'],
      ['message', 'Sampai 30 Nov.', 'Dewi Lestari'],
      ['event', 'unclear', null],
    ]);
    expect(messages).to.have.length(2);
    expect(await listOutbound(store, person.contactId)).to.have.length(1);
  });

  it('is kept sealed, with all that was said of it', async () => {
    await person.asks(now, { kind: 'A', text: 'RAHASIA', details: { pelaku: 'RAHASIA' } });
    await run(noteOf('RAHASIA'), dewi, 'A1001');
    const rows = [...(await store.sql('matters')), ...(await store.sql('matter_messages'))];
    expect(JSON.stringify([rows, await store.sql('audit')])).to.not.contain('RAHASIA');
    expect((await view('A1001')).details).to.deep.equal({ pelaku: 'RAHASIA' });
  });

  it('stands in the queue by danger, then by what was promised first', async () => {
    const friday = new Date('2026-11-20T09:00:00+07:00');
    await person.asks(now);
    await person.asks(friday);
    await person.asks(now, { kind: 'A' });
    await person.asks(now, { kind: 'A', urgent: true });
    const done = await person.asks(friday);
    await run(reply, dewi, done.number);
    const tuesday = new Date('2026-11-24T07:00:00+07:00');
    const queue = await queueOf(store, dewi, tuesday);
    expect(queue.map(({ number, rank }) => `${number} ${rank}`)).to.deep.equal([
      'A1002 danger',
      'K1002 overdue',
      'K1001 today',
      'A1001 rest',
    ]);
  });

  it('has one holder of many who claim it at the same time', async () => {
    await person.asks(now);
    const claims = await Promise.all(
      [dewi, budi, sri, dewi, budi, sri].map((officer) => refused(run(claimMatter, officer))),
    );
    const errors = claims.filter((claim) => claim instanceof Error);
    expect(errors).to.have.length(4);
    for (const error of errors) expect(error).to.be.instanceOf(ClaimedError);
    const { thread } = await view();
    expect(thread.filter(({ event }) => event === 'claimed')).to.have.length(1);
  });

  it('is answered by one of many who answer at the same time', async () => {
    await person.asks(now);
    await Promise.all([dewi, budi, sri].map((officer) => refused(run(reply, officer))));
    expect(await listOutbound(store, person.contactId)).to.have.length(1);
  });

  it('changes only if it still is as it was seen, also without being held', async () => {
    const { id } = await person.asks(now);
    const seen = { id, status: 'open', assigneeId: null } as const;
    const claimed = { status: 'claimed', assigneeId: dewi.id } as const;
    expect(await changeMatter(store, seen, claimed, 1)).to.equal(true);
    expect(await changeMatter(store, seen, claimed, 1)).to.equal(false);
    const others = { id, status: 'claimed', assigneeId: budi.id } as const;
    expect(await changeMatter(store, others, { status: 'open' }, 1)).to.equal(false);
  });

  it('is written to by person and officer at once without either being undone', async () => {
    const { id } = await person.asks(now);
    await run(claimMatter, dewi);
    let tries = 0;
    const turn = () =>
      store.transaction(async (db) => {
        tries += 1;
        await lockContacts(db, [person.contactId]); // as each turn begins
        return addFromContact(person.in(db, now), id, 'Halo?');
      });
    const answer = () =>
      store.transaction(async (db) => {
        tries += 1;
        return reply(db, 'K1001', { officer: dewi, now });
      });
    await Promise.all(Array.from({ length: 12 }, (_, at) => (at % 2 === 0 ? turn() : answer())));
    expect(tries, 'none was a deadlock').to.equal(12);
    expect((await view()).messages).to.have.length(13);
  });
});
