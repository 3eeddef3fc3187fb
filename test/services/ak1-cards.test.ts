import { expect } from 'chai';
import { issueCard, type CardForm } from '../../src/services/ak1-cards.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { getSeeker } from '../../src/services/seekers.ts';
import { cardsOfSeeker } from '../../src/store/ak1-cards.ts';
import { changeOfficeSettings } from '../../src/store/offices.ts';
import { findSeeker } from '../../src/store/registered-seekers.ts';
import type { Store } from '../../src/store/store.ts';
import { addClerk, counterTime, register, registerVerified } from '../helpers/counter.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const first: CardForm = { number: '3508000001231126', issuedOn: '2026-11-23', reason: 'first' };
const at = (date: string): Date => new Date(`${date}T09:00:00+07:00`);

onEachDatabase('issueCard', (open) => {
  let store: Store;
  let officerId: number;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    officerId = await addClerk(store);
  });

  const issue = (number: number, form: Partial<CardForm> = {}, now = counterTime) =>
    store.transaction((db) => issueCard(db, number, { ...first, ...form }, { officerId, now }));

  async function cards(number: number) {
    return cardsOfSeeker(store, (await findSeeker(store, number))!.id);
  }

  it('keeps number, days, officer and the first reminder', async () => {
    const number = await registerVerified(store, officerId);
    expect(await issue(number)).to.equal('issued');
    const [card] = await cards(number);
    expect(card).to.deep.include({
      number: '3508 000001 231126',
      numberKey: '3508000001231126',
      issuedOn: '2026-11-23',
      endsOn: '2028-11-23',
      remindOn: '2027-05-16',
      officer: 'Petugas dewi',
      endedOn: null,
    });
  });

  it("counts by the office's own rule", async () => {
    const ak1 = { reports: [3], valid: 12 };
    await changeOfficeSettings(store, '35.08', (settings) => ({ ...settings, ak1 }));
    const number = await registerVerified(store, officerId);
    await issue(number);
    expect((await cards(number))[0]).to.deep.include({
      endsOn: '2027-11-23',
      remindOn: '2027-02-16',
    });
  });

  it('shows the card to programs', async () => {
    const number = await registerVerified(store, officerId);
    expect(await getSeeker(store, `D${number}`)).not.to.have.property('ak1');
    await issue(number);
    expect((await getSeeker(store, `D${number}`))?.ak1).to.deep.equal({
      number: '3508 000001 231126',
      issuedOn: '2026-11-23',
      endsOn: '2028-11-23',
    });
  });

  it('is traced without the number of the card', async () => {
    const number = await registerVerified(store, officerId);
    await issue(number);
    const line: object = await store.sql('audit').where({ action: 'seeker.card' }).first();
    expect(line).to.include({
      actor: `officer:${officerId}`,
      subject: `D${number}`,
      detail: '{"reason":"first","issuedOn":"2026-11-23"}',
    });
  });

  it('knows nothing of a number that is nobody', async () => {
    expect(await issue(4711)).to.equal(undefined);
  });

  const refusals: readonly {
    readonly label: string;
    readonly form: Partial<CardForm>;
    readonly expected: object;
  }[] = [
    { label: 'no number', form: { number: ' ' }, expected: { field: 'number', problem: 'empty' } },
    {
      label: 'fifteen digits',
      form: { number: '350800000123112' },
      expected: { field: 'number', problem: 'boxes' },
    },
    {
      label: 'the NIK in place of the number',
      form: { number: '3508 1052 0199 9901' },
      expected: { field: 'number', problem: 'nik' },
    },
    {
      label: 'a day to come',
      form: { issuedOn: '2026-11-24' },
      expected: { field: 'issuedOn', problem: 'future' },
    },
    {
      label: 'a day before the registration',
      form: { issuedOn: '2026-11-22' },
      expected: { field: 'issuedOn', problem: 'before-registration' },
    },
    {
      label: 'a replacement of nothing',
      form: { reason: 'replaced' },
      expected: { field: 'reason', problem: 'none' },
    },
  ];
  for (const { label, form, expected } of refusals) {
    it(`refuses ${label}`, async () => {
      const number = await registerVerified(store, officerId, { nik: '3508105201999901' });
      expect(await issue(number, form)).to.deep.equal(expected);
      expect(await cards(number)).to.deep.equal([]);
    });
  }

  it('refuses a card for papers that nobody has seen', async () => {
    const number = await register(store);
    expect(await issue(number)).to.deep.equal({ field: 'reason', problem: 'not-verified' });
  });

  it('says who has a number already, also one of an ended card, however it is written', async () => {
    const [one, other] = [
      await registerVerified(store, officerId),
      await registerVerified(store, officerId),
    ];
    await issue(one, { number: 'AK1-2026-00001' });
    const taken = { field: 'number', problem: 'taken', holder: `D${one}` };
    expect(await issue(other, { number: 'ak1 2026 00001' })).to.deep.equal(taken);
    await issue(one, { number: 'AK1-2026-00002', reason: 'replaced' });
    expect(await issue(other, { number: 'AK1-2026-00001' })).to.deep.equal(taken);
  });

  it('lets two offices have the same number of their own making', async () => {
    const one = await registerVerified(store, officerId);
    const far = await registerVerified(store, officerId, { office: '35.09' });
    expect(await issue(one, { number: '00001/2026' })).to.equal('issued');
    expect(await issue(far, { number: '00001/2026' })).to.equal('issued');
  });

  it('gives a number freed by a mistake to another', async () => {
    const one = await registerVerified(store, officerId);
    const other = await registerVerified(store, officerId);
    await issue(one);
    expect(await issue(one, { number: '3508000002231126', reason: 'mistake' })).to.equal('issued');
    expect(await issue(other)).to.equal('issued');
    expect((await cards(one)).map((card) => card.endedBecause)).to.deep.equal([null, 'mistake']);
  });

  it('refuses a second first card', async () => {
    const number = await registerVerified(store, officerId);
    await issue(number);
    expect(await issue(number, { number: '3508000009231126' })).to.deep.equal({
      field: 'reason',
      problem: 'held',
    });
  });

  const renewals = [
    { label: 'a year too early', on: '2027-11-23', expected: 'too-early' },
    { label: '31 days too early', on: '2028-10-23', expected: 'too-early' },
    { label: 'thirty days before the end', on: '2028-10-24', expected: 'issued' },
    { label: 'on its last day', on: '2028-11-23', expected: 'issued' },
    { label: 'long after', on: '2029-06-30', expected: 'issued' },
  ];
  for (const { label, on, expected } of renewals) {
    it(`${expected === 'issued' ? 'renews' : 'does not renew'} ${label}`, async () => {
      const number = await registerVerified(store, officerId);
      await issue(number);
      const form = { number: '3508000001231128', issuedOn: on, reason: 'renewed' } as const;
      const answer = await issue(number, form, at(on));
      expect(typeof answer === 'object' ? answer.problem : answer).to.equal(expected);
    });
  }

  it('renews under the same number', async () => {
    const number = await registerVerified(store, officerId);
    await issue(number);
    const form = { issuedOn: '2028-11-23', reason: 'renewed' } as const;
    expect(await issue(number, form, at('2028-11-23'))).to.equal('issued');
    expect((await cards(number)).map(({ endsOn, endedOn }) => [endsOn, endedOn])).to.deep.equal([
      ['2030-11-23', null],
      ['2028-11-23', '2028-11-23'],
    ]);
  });

  it('lets a replacement be valid no longer than what was lost', async () => {
    const number = await registerVerified(store, officerId);
    await issue(number);
    const form = {
      number: '3508000077100627',
      issuedOn: '2027-06-10',
      reason: 'replaced',
    } as const;
    expect(await issue(number, form, at('2027-06-10'))).to.equal('issued');
    const [card] = await cards(number);
    expect(card).to.include({ endsOn: '2028-11-23', remindOn: '2027-11-16' });
  });

  const monthEnds = [
    { on: '2027-08-31', ends: '2029-08-31', remind: '2028-02-22' },
    { on: '2028-02-29', ends: '2030-02-28', remind: '2028-08-22' },
  ];
  for (const { on, ends, remind } of monthEnds) {
    it(`counts from ${on}`, async () => {
      const number = await registerVerified(store, officerId);
      expect(await issue(number, { issuedOn: on }, at(on))).to.equal('issued');
      expect((await cards(number))[0]).to.include({ endsOn: ends, remindOn: remind });
    });
  }

  it('gives a number once, whoever writes it at the same time', async () => {
    const people = [
      await registerVerified(store, officerId),
      await registerVerified(store, officerId),
      await registerVerified(store, officerId),
    ];
    const answers = await Promise.all(people.map((number) => issue(number)));
    expect(answers.filter((answer) => answer === 'issued')).to.have.length(1);
  });
});
