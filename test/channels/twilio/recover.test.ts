import { expect } from 'chai';
import { openChannels } from '../../../src/channels/index.ts';
import { openMemoryVault } from '../../../src/channels/memory-vault.ts';
import type { ChannelEvent } from '../../../src/core/message.ts';
import { sendErrorOf } from '../../helpers/channel-cases.ts';
import { fetchOnly, patience } from '../../helpers/fake-provider.ts';
import { accountSid, authToken, openFakeTwilio, twilioError } from '../../helpers/fake-twilio.ts';

const sms = '+15005550006';
const whatsapp = 'whatsapp:+14155238886';
const siti = '+6281234567890';
const hour = 3_600_000;

/** Twilio, a clock, and what was delivered. */
async function open() {
  let now = Date.parse('2026-11-22T01:00:00Z');
  const clock = (): Date => new Date(now);
  const provider = await openFakeTwilio(clock);
  const vault = openMemoryVault();
  const [channel] = await openChannels(
    {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_SMS_FROM: sms,
      TWILIO_WHATSAPP_FROM: whatsapp,
      TWILIO_API_URL: provider.url,
    },
    {
      publicUrl: 'https://gw.example.go.id',
      fetch: fetchOnly(provider.host),
      timeout: patience.answered,
      clock,
      vault: () => vault,
    },
  );
  const recover = channel?.recover?.bind(channel);
  if (!channel || !recover) throw new Error('the channel is off');
  return {
    channel,
    provider,
    write: (body: string, to = sms) =>
      provider.writes({ from: to === whatsapp ? `whatsapp:${siti}` : siti, to, body }),
    pass: (ms: number) => void (now += ms),
    recover: async (
      deliver: (events: readonly ChannelEvent[]) => Promise<void> = async () => undefined,
    ) => {
      const found: ChannelEvent[] = [];
      await recover(async (events) => {
        await deliver(events);
        found.push(...events);
      });
      return found;
    },
  };
}

const textsOf = (events: readonly ChannelEvent[]): (string | undefined)[] =>
  events.map((event) => (event.kind === 'message' ? event.text : undefined));

describe('twilio recover', () => {
  it('delivers what was written, as its webhook would have', async () => {
    const { provider, write, recover } = await open();
    const first = write('DAFTAR');
    const second = write('MENU', whatsapp);
    const events = await recover();
    await provider.close();
    const at = '2026-11-22T01:00:00.000Z';
    expect(events).to.deep.equal([
      { kind: 'message', account: 'sms', key: first, from: siti, text: 'DAFTAR', at },
      {
        kind: 'message',
        account: 'whatsapp',
        key: second,
        from: siti,
        phone: siti,
        text: 'MENU',
        at,
      },
    ]);
  });

  it('delivers in the order written, over many pages', async () => {
    const { provider, write, pass, recover } = await open();
    const texts = Array.from({ length: 120 }, (_, n) => `pesan ${n}`);
    for (const text of texts) {
      write(text);
      pass(1_000);
    }
    expect(textsOf(await recover())).to.deep.equal(texts);
    await provider.close();
    const lists = provider.requests.filter(({ query }) => query.get('To') === sms);
    expect(lists.map(({ query }) => query.get('PageToken'))).to.deep.equal([null, '50', '100']);
  });

  it('looks back a day at first, and no further', async () => {
    const { provider, write, pass, recover } = await open();
    write('terlalu lama');
    pass(2 * hour);
    write('kemarin');
    pass(23 * hour);
    write('baru');
    expect(textsOf(await recover())).to.deep.equal(['kemarin', 'baru']);
    await provider.close();
  });

  it('goes on where it had read, with ten minutes more', async () => {
    const { provider, write, pass, recover } = await open();
    write('satu');
    pass(30 * 60_000);
    write('dua');
    pass(4 * 60_000);
    expect(textsOf(await recover())).to.deep.equal(['satu', 'dua']);
    pass(5 * 60_000);
    write('tiga');
    expect(textsOf(await recover())).to.deep.equal(['dua', 'tiga']);
    await provider.close();
  });

  it('reads a long absence, of a week at most', async () => {
    const { provider, write, pass, recover } = await open();
    await recover();
    pass(hour);
    write('delapan hari lalu');
    pass(2 * 24 * hour);
    write('enam hari lalu');
    pass(6 * 24 * hour);
    expect(textsOf(await recover())).to.deep.equal(['enam hari lalu']);
    await provider.close();
  });

  it('reads again what could not be stored', async () => {
    const { provider, write, pass, recover } = await open();
    write('DAFTAR');
    const full = new Error('disk full');
    const error = await recover(() => Promise.reject(full)).catch((thrown: unknown) => thrown);
    expect(error).to.equal(full);
    pass(12 * hour);
    expect(textsOf(await recover())).to.deep.equal(['DAFTAR']);
    await provider.close();
  });

  it('hears nothing of what it said itself', async () => {
    const { channel, provider, recover } = await open();
    await channel.send({ id: 'o-1', account: 'sms', to: siti, text: 'Halo' });
    provider.writes({ from: sms, to: sms, body: 'sendiri' });
    provider.writes({ from: '+15005550009', to: sms, body: 'kolega', direction: 'outbound-api' });
    expect(await recover()).to.deep.equal([]);
    await provider.close();
  });

  it('names the files of a message', async () => {
    const { provider, recover } = await open();
    const files = [{ type: 'audio/ogg', bytes: Buffer.from('x') }];
    const sid = provider.writes({ from: `whatsapp:${siti}`, to: whatsapp, body: '', files });
    const [event] = await recover();
    await provider.close();
    const ref = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media/ME${'1'.padStart(32, '0')}`;
    expect(event).to.deep.include({ text: '', media: [{ kind: 'voice', ref }] });
  });

  it('tells of a message that it cannot read, and delivers the others', async () => {
    const { provider, write, recover } = await open();
    provider.writes({ from: '\u0000', to: sms, body: 'x' });
    write('DAFTAR');
    const events = await recover();
    await provider.close();
    expect(events[0]).to.deep.equal({ kind: 'health', account: 'sms', code: 'message-unreadable' });
    expect(textsOf(events)).to.deep.equal([undefined, 'DAFTAR']);
  });

  it('asks after an absence what became of our messages', async () => {
    const { channel, provider, pass, recover } = await open();
    await recover();
    const send = async (text: string, status: string, code?: number): Promise<string> => {
      const message = { id: text, account: 'sms', to: siti, text };
      const { providerId = '' } = await channel.send(message);
      provider.becomes(providerId, status, code);
      return providerId;
    };
    const [read, failed] = [await send('a', 'read'), await send('b', 'undelivered', 30003)];
    await send('c', 'sending');
    await send('d', 'pondering');
    pass(10 * 60_000);
    expect(await recover(), 'no absence').to.deep.equal([]);
    pass(11 * 60_000);
    expect(await recover()).to.deep.equal([
      { kind: 'report', account: 'sms', providerId: read, status: 'read' },
      { kind: 'report', account: 'sms', providerId: failed, status: 'failed', code: '30003' },
    ]);
    await provider.close();
  });

  const faults = [
    { label: 'a wrong token', fault: twilioError(401, 20003), code: 'misconfigured' },
    { label: 'too many questions', fault: twilioError(429, 20429), code: 'throttled' },
    { label: 'no list', fault: { status: 200, body: '{"page":0}' }, code: 'unknown-outcome' },
    {
      label: 'a broken connection',
      fault: { cut: 'reset', when: 'before' },
      code: 'unknown-outcome',
    },
  ] as const;
  for (const { label, fault, code } of faults) {
    it(`tells ${label} as ${code}, and forgets nothing`, async () => {
      const { provider, write, recover } = await open();
      write('DAFTAR');
      provider.fail(fault);
      expect((await sendErrorOf(recover())).code).to.equal(code);
      expect(textsOf(await recover())).to.deep.equal(['DAFTAR']);
      await provider.close();
    });
  }
});
