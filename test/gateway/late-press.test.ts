import { expect } from 'chai';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';

const from = '4711';
const late = 'Tombol itu utk pertanyaan yg sudah lewat.';

/** Presses a button of the message that was sent as the `nth`, counted from 0. */
const press = ({ say, sent }: TestGateway, nth: number, text: string) =>
  say(from, text, { pressedOn: sent[nth]?.id ?? '' });

async function register({ say }: TestGateway): Promise<void> {
  await say(from, 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
}

onEachDatabase('a pressed button', (open) => {
  const telegram = async (): Promise<TestGateway> =>
    openTestGateway(await open(), { medium: 'telegram' });

  it('of the latest question answers it', async () => {
    const gateway = await telegram();
    await register(gateway);
    expect(gateway.sent[0]?.choices?.map(({ text }) => text)).to.deep.equal(['YA', 'PRIVASI']);
    expect(await press(gateway, 0, 'YA')).to.include('D1001');
  });

  it('twice answers once: the second is told that it is late', async () => {
    const gateway = await telegram();
    await register(gateway);
    await press(gateway, 0, 'YA');
    expect(await press(gateway, 0, 'YA')).to.equal(`${late} Balas MENU utk semua layanan.`);
  });

  it('of an older question answers nothing: the present one is asked again', async () => {
    const gateway = await telegram();
    await register(gateway);
    const asked = await gateway.say(from, '1');
    const answer = await press(gateway, 0, 'YA');
    expect(asked).to.include('Siapa nama lengkap');
    expect(answer).to.equal(`${late} ${asked}`);
    expect(await gateway.say(from, 'Siti Nur')).to.include('1) Siti Nur');
  });

  it('is never taken for the words of a complaint', async () => {
    const gateway = await telegram();
    await register(gateway);
    await gateway.say(from, 'ADUAN');
    expect(await press(gateway, 0, 'YA')).to.match(/^Tombol itu .* Tulis aduan Anda/);
  });

  for (const word of ['LOWONGAN', 'PRIVASI', 'MENU']) {
    it(`of a service works at any time: ${word}`, async () => {
      const gateway = await telegram();
      await gateway.say(from, 'MENU');
      await register(gateway);
      expect(await press(gateway, 0, word)).not.to.include(late);
    });
  }

  for (const word of ['YA', '2', 'BATAL', 'LAGI', 'KEMBALI', 'SD']) {
    it(`that answers or steers does not, when it is late: ${word}`, async () => {
      const gateway = await telegram();
      await register(gateway);
      await gateway.say(from, '1');
      expect(await press(gateway, 0, word)).to.include(late);
    });
  }

  it('of a message that is not known, or of nobody, is as typed', async () => {
    const gateway = await telegram();
    await register(gateway);
    const answer = await gateway.say(from, 'YA', { pressedOn: 'unknown' });
    expect(answer).to.include('D1001');
  });

  it('typed instead of pressed is never late', async () => {
    const gateway = await telegram();
    await register(gateway);
    await gateway.say(from, '4 jahit, bordir');
    expect(await gateway.say(from, 'YA')).to.include('D1001');
  });
});
