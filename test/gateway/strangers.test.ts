import { expect } from 'chai';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';

const ratna = '+6281234567801';
const stranger = '+6281234567899';

/** What is stored of Ratna and nobody else has typed. */
const fields = [
  'RATNA',
  'DEWANTI',
  '97000',
  '13-03',
  '0007',
  'Bordir',
  '0812-',
  'upah',
  'Ranuyoso',
];

async function withRatna(store: Store): Promise<TestGateway> {
  const gateway = await openTestGateway(store);
  await gateway.say(ratna, 'DAFTAR#3508105303970007#RATNA DEWANTI#SMA#BORDIR');
  await gateway.say(ratna, 'ya');
  await gateway.say(ratna, 'TANYA upah saya belum dibayar di Ranuyoso');
  await gateway.say(ratna, 'ADUAN');
  await gateway.say(ratna, 'BATAL');
  return gateway;
}

/** Commands that tell or change something of a person, with a number between braces. */
const commands =
  `STATUS {D}|STATUS {K}|{D}|{K}|{K} YA|{K} BELUM|{K} tambahan saya|DATA SAYA {D}|HAPUS DATA {D}
  |HAPUS DATA {K}|AK1 BELUM {D}|AK1 SUDAH {D}|AK1 LAPOR {D}|STATUS|DATA SAYA|AK1 BELUM|KABARI`.split(
    /\s*\|/u,
  );
const filled = (command: string, numbers: { D: string; K: string }): string =>
  command.replace('{D}', numbers.D).replace('{K}', numbers.K);

/** The statements of one message, without values. */
async function statementsOf(store: Store, run: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const note = (): void => void (count += 1);
  store.sql.on('query', note);
  await run();
  store.sql.removeListener('query', note);
  return count;
}

onEachDatabase('a stranger', (open, dialect) => {
  it('reads nothing of another person by any command, and cannot tell who is there', async function () {
    this.timeout(120_000);
    const gateway = await withRatna(await open());
    let tries = 0;
    const some = dialect === 'sqlite' ? commands : commands.slice(0, 6);
    for (const command of some) {
      const said: (string | undefined)[] = [];
      for (const numbers of [
        { D: 'D1001', K: 'K1001' },
        { D: 'D4711', K: 'K4711' },
      ]) {
        gateway.pass(600_000);
        const reply = await gateway.say(stranger, filled(command, numbers));
        for (const field of fields)
          expect(reply ?? '', `${command}: ${field}`).not.to.include(field);
        said.push(reply?.replaceAll('4711', '1001').replaceAll(/\d+ (?=pesan|balasan)/gu, ''));
        await gateway.say(stranger, 'BATAL');
        tries += 1;
      }
      expect(said[0], command).to.equal(said[1]);
    }
    reached('stranger-reads-nothing', { commands: tries, 'personal fields': 0 });
  });

  it('asks the database as often for a number that is not as for another’s', async () => {
    const store = await open();
    const gateway = await withRatna(store);
    const ask = async (number: string): Promise<number> => {
      gateway.pass(600_000);
      await gateway.say(stranger, `STATUS ${number}`);
      return statementsOf(store, () => gateway.say(stranger, '1980'));
    };
    await ask('D1001');
    expect(await ask('D1001')).to.equal(await ask('D4711'));
  });

  for (const { command, ends } of [
    { command: 'STATUS D1001', ends: /^Nomor itu tdk kami temukan/ },
    { command: 'DATA SAYA D1001', ends: /^Nomor itu tdk kami temukan/ },
  ]) {
    it(`has five guesses a day at ${command}, then the right year is wrong too`, async () => {
      const gateway = await withRatna(await open());
      for (let year = 1980; year < 1985; year += 1) {
        await gateway.say(stranger, command);
        gateway.pass(60_000);
        await gateway.say(stranger, String(year));
      }
      await gateway.say(stranger, command);
      expect(await gateway.say(stranger, '1997')).to.match(ends);
      expect(await gateway.say(ratna, 'STATUS D1001'), 'its owner').to.match(/^D1001/);
    });
  }

  it('who forges the sender gets nothing: every word goes to the true number', async () => {
    const gateway = await withRatna(await open());
    const before = gateway.sent.length;
    const forged = [
      'STATUS',
      'DATA SAYA',
      'LAGI',
      'HAPUS DATA',
      'HAPUS',
      '1980',
      'AK1 LAPOR',
      'K1001',
    ];
    for (const text of forged) await gateway.say(ratna, text);
    const to = new Set(gateway.sent.slice(before).map((message) => message.to));
    expect([...to]).to.deep.equal([ratna]);
    expect(
      await gateway.tools.store.sql('erasures').pluck('id'),
      'erased without the year',
    ).to.deep.equal([]);
  });
});
