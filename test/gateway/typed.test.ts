import { expect } from 'chai';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';

const siti = '+6281234567801';

/** Texts that mean something to a program that reads them as more than a text. */
const texts = [
  '{alamat} {kantor} {nama}',
  '${7*7} #{7*7} {{7*7}} <%= 7*7 %>',
  '__proto__',
  'constructor',
  'toString hasOwnProperty',
  "'; drop table contacts; --",
  '%',
  '_____',
  '\\',
  '* OR 1=1',
  '"unclosed',
  'NEAR(a b) AND NOT c*',
  '<b>tebal</b> *tebal* _miring_ [a](tg://user?id=1)',
  'baris\r\nlevel=50 msg=palsu\u2028{"level":60}',
  '\u202Emoc.live\u202C \u200BYA\u200B',
  '=HYPERLINK("http://a.example")',
  '\u0000\u0007\u001B[31mmerah',
];

/** What a text would become if it were read so. */
const signs = [
  '49',
  'Veteran',
  'Disnaker Lumajang Jl',
  '[object',
  'function',
  'undefined',
  '\u202E',
  '\u001B',
];

onEachDatabase('what people type', (open, dialect) => {
  it('is a text and nothing else, as a name, a search, a question and a number', async function () {
    this.timeout(120_000);
    const gateway = await openTestGateway(await open());
    const some = dialect === 'sqlite' ? texts : texts.slice(3, 7);
    for (const text of some) {
      gateway.pass(3_600_000);
      const replies = [
        await gateway.say(siti, `LOWONGAN ${text}`),
        await gateway.say(siti, `DAFTAR#3508105201990001#${text}#SMK#${text}`),
        await gateway.say(siti, text),
        await gateway.say(siti, 'BATAL'),
        await gateway.say(siti, `STATUS ${text}`),
        await gateway.say(siti, 'BATAL'),
      ];
      const before = replies.slice(0, 3).join('\n');
      for (const sign of signs)
        expect(before, `${JSON.stringify(text)} -> ${sign}`).not.to.include(sign);
    }
    const failed = gateway.logged.filter(({ message }) => message === 'turn failed');
    expect(failed).to.deep.equal([]);
  });
});
