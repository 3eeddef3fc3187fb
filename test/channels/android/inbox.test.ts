import { expect } from 'chai';
import { openChannels } from '../../../src/channels/index.ts';
import { openMemoryVault } from '../../../src/channels/memory-vault.ts';
import type { ChannelEvent } from '../../../src/core/message.ts';
import { parseBy, sendErrorOf, webhookRequest } from '../../helpers/channel-cases.ts';
import {
  openFakePhone,
  phonePassword,
  phoneUser,
  signingKey,
  type PhoneOptions,
} from '../../helpers/fake-android.ts';
import { fetchOnly, patience } from '../../helpers/fake-provider.ts';

const start = new Date('2026-11-23T08:00:00+07:00').getTime();
const minute = 60_000;
const hour = 60 * minute;

async function open(options: Partial<PhoneOptions> = {}, timeout: number = patience.answered) {
  let now = start;
  const clock = (): Date => new Date(now);
  const phone = await openFakePhone({ clock, ...options });
  const vault = openMemoryVault();
  const restart = async (key = signingKey) => {
    const [channel] = await openChannels(
      {
        ANDROID_SMS_URL: phone.url,
        ANDROID_SMS_USER: phoneUser,
        ANDROID_SMS_PASSWORD: phonePassword,
        ANDROID_SMS_SIGNING_KEY: key,
      },
      {
        publicUrl: 'https://gw.id',
        fetch: fetchOnly(phone.host),
        timeout,
        clock,
        vault: () => vault,
      },
    );
    if (!channel) throw new Error('the channel is off');
    return channel;
  };
  let channel = await restart();
  const recover = async (): Promise<readonly ChannelEvent[]> => {
    const heard: ChannelEvent[] = [];
    await channel.recover?.(async (events) => void heard.push(...events));
    return heard;
  };
  return {
    phone,
    recover,
    restart: async (key?: string) => {
      channel = await restart(key);
    },
    parse: (told: ReturnType<typeof phone.receive>) =>
      parseBy(channel, webhookRequest('/webhooks/android', told.body, told.headers())).events,
    texts: async () => (await recover()).map((event) => 'text' in event && event.text),
    pass: (ms: number) => void (now += ms),
    now: () => now,
  };
}

const siti = '+6281234567890';

describe('android inbox', () => {
  it('takes nothing of before the first time', async () => {
    const { phone, texts, pass } = await open();
    phone.receive({
      sender: siti,
      text: 'Sayang, kapan pulang?',
      receivedAt: new Date(start - hour),
    });
    expect(await texts()).to.deep.equal([]);
    pass(5 * minute);
    expect(await texts()).to.deep.equal([]);
    await phone.close();
  });

  it('reads what came while nobody listened, oldest first, once', async () => {
    const { phone, texts, pass, restart } = await open();
    await texts();
    pass(6 * hour);
    phone.receive({ sender: siti, text: 'YA', receivedAt: new Date(start + 2 * hour) });
    phone.receive({ sender: siti, text: 'DAFTAR', receivedAt: new Date(start + hour) }, false);
    await restart();
    expect(await texts()).to.deep.equal(['DAFTAR', 'YA']);
    expect(await texts()).to.deep.equal([]);
    await phone.close();
  });

  it('gives an SMS the key under which its webhook came', async () => {
    const { phone, recover, parse, pass } = await open();
    await recover();
    pass(hour);
    const told = phone.receive({
      sender: '081234567890',
      text: 'DAFTAR',
      receivedAt: new Date(start + minute),
    });
    const [byWebhook] = parse(told);
    const [byInbox] = await recover();
    expect(byWebhook)
      .to.have.property('sameAs')
      .that.deep.equals([byInbox?.kind === 'message' ? byInbox.key : '']);
    await phone.close();
  });

  it('reads pages to their end', async () => {
    const { phone, texts, pass } = await open();
    await texts();
    pass(hour);
    for (let n = 0; n < 450; n += 1)
      phone.receive({ sender: siti, text: `pesan ${n}`, receivedAt: new Date(start + n * 1000) });
    expect(await texts()).to.deep.equal(Array.from({ length: 450 }, (_, n) => `pesan ${n}`));
    await phone.close();
  });

  it('finds an SMS that a phone switched off got late', async () => {
    const { phone, texts, pass } = await open();
    await texts();
    for (let n = 0; n < 12; n += 1) {
      pass(hour);
      await texts();
    }
    phone.receive({ sender: siti, text: 'MENU', receivedAt: new Date(start + hour) }, false);
    expect(await texts()).to.deep.equal(['MENU']);
    await phone.close();
  });

  it('reads again what it could not deliver', async () => {
    const { phone, texts, pass } = await open();
    await texts();
    pass(hour);
    phone.receive({ sender: siti, text: 'MENU', receivedAt: new Date(start + minute) });
    phone.fail({ status: 500, body: '{}' });
    const thrown = await sendErrorOf(texts());
    expect(thrown.code).to.equal('provider-down');
    expect(await texts()).to.deep.equal(['MENU']);
    await phone.close();
  });

  it('reads what is found when the phone is slow to look', async () => {
    const { phone, texts, pass } = await open({}, patience.hanging);
    await texts();
    pass(hour);
    phone.receive({ sender: siti, text: 'MENU', receivedAt: new Date(start + minute) });
    phone.fail({ cut: 'hang', when: 'after' });
    expect(await texts()).to.deep.equal(['MENU']);
    await phone.close();
  });

  it('begins anew under another signing key: all keys are others', async () => {
    const { phone, texts, pass, restart } = await open();
    await texts();
    pass(hour);
    phone.receive({ sender: siti, text: 'MENU', receivedAt: new Date(start + minute) });
    await restart('kunci-baru');
    expect(await texts()).to.deep.equal([]);
    await phone.close();
  });

  it('says that the app is too old', async () => {
    const { phone, recover, pass } = await open({ old: true });
    await recover();
    pass(hour);
    expect(await recover()).to.deep.equal([{ kind: 'health', account: 'sms', code: 'app-old' }]);
    await phone.close();
  });

  for (const old of [false, true]) {
    it(`asks a server between to repeat, only after an outage${old ? ', the old way' : ''}`, async () => {
      const { phone, recover, pass } = await open({ cloud: true, old });
      await recover();
      pass(5 * minute);
      await recover();
      expect(phone.repeats).to.deep.equal([]);
      pass(6 * hour);
      await recover();
      expect(phone.repeats).to.deep.equal([
        {
          since: new Date(start).toISOString(),
          until: new Date(start + 6 * hour + 5 * minute).toISOString(),
        },
      ]);
      await phone.close();
    });
  }
});
