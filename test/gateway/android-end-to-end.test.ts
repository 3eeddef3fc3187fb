import { expect } from 'chai';
import { openChannels } from '../../src/channels/index.ts';
import { openGateway } from '../../src/gateway/gateway.ts';
import { recoverChannels } from '../../src/gateway/recover.ts';
import { conversationLog, findContact } from '../../src/services/messages.ts';
import { openVault } from '../../src/store/vault.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import {
  openFakePhone,
  phonePassword,
  phoneUser,
  signingKey,
  type Told,
} from '../helpers/fake-android.ts';
import { fetchOnly, patience } from '../helpers/fake-provider.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';
import { openWeb } from '../web/open-web.ts';

const siti = '+6281234567890';
const minute = 60_000;

/** The whole service in one process before a phone with the app. */
async function openService(store: Store) {
  let now = testStart.getTime();
  const clock = (): Date => new Date(now);
  const phone = await openFakePhone({ clock });
  const { tools } = await openTestGateway(store);
  const channels = await openChannels(
    {
      ANDROID_SMS_URL: phone.url,
      ANDROID_SMS_USER: phoneUser,
      ANDROID_SMS_PASSWORD: phonePassword,
      ANDROID_SMS_SIGNING_KEY: signingKey,
      ANDROID_SMS_RATE: '1000',
    },
    {
      publicUrl: 'https://gw.example.go.id',
      fetch: fetchOnly(phone.host),
      timeout: patience.answered,
      clock,
      vault: (account) => openVault(store, account),
    },
  );
  const gateway = await openGateway({ ...tools, clock, channels, office: '35.08' });
  const web = await openWeb({ store, gateway, channels, clock });
  const deliver = async (told: Told, at?: Date): Promise<number> => {
    const { body } = told;
    const headers = told.headers(at);
    const answer = await fetch(`${web.url}/webhooks/android`, { method: 'POST', body, headers });
    await answer.text();
    return answer.status;
  };
  const received = (text: string, seen = true): Told =>
    phone.receive({ sender: '081234567890', text, receivedAt: new Date(now) }, seen);
  return {
    phone,
    gateway,
    deliver,
    received,
    /** An SMS in, the replies that the phone has to send. */
    say: async (text: string): Promise<readonly string[]> => {
      const before = phone.queue.length;
      expect(await deliver(received(text))).to.equal(200);
      await gateway.drain();
      return phone.queue.slice(0, phone.queue.length - before).map(({ text: reply }) => reply);
    },
    recover: async (): Promise<void> => {
      await recoverChannels(channels, (channel, events) => gateway.receive(channel, events));
      await gateway.drain();
    },
    pass: (ms: number) => void (now += ms),
    close: async () => {
      await web.close();
      await phone.close();
    },
  };
}

const count = async (store: Store, table: string): Promise<number> => {
  const [row] = await store.sql(table).count({ n: '*' });
  return Number(row?.['n']);
};

async function statusOf(store: Store): Promise<string | undefined> {
  const address = { channel: 'android', account: 'sms', userId: siti };
  const contact = await findContact(store, address);
  const log = contact === undefined ? [] : await conversationLog(store, contact);
  return log.findLast(({ direction }) => direction === 'out')?.status;
}

onEachDatabase('an Android phone from end to end', (open) => {
  let store: Store;
  let service: Awaited<ReturnType<typeof openService>>;
  beforeEach(async () => {
    store = await open();
    service = await openService(store);
  });
  afterEach(() => service.close());

  it('carries a registration', async () => {
    const { say, phone, pass } = service;
    const [readBack] = await say('DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
    expect(readBack).to.contain('SITI AMINAH');
    pass(minute);
    expect((await say('YA'))[0]).to.contain('D1001');
    expect(phone.queue.every(({ to, ttl }) => to === siti && ttl > 0)).to.equal(true);
    expect(await count(store, 'seekers')).to.equal(1);
  });

  it('takes one SMS once, told of under two ids, and a second YA a minute later', async () => {
    const { received, deliver, phone, gateway, pass } = service;
    const [first, again] = [received('MENU'), received('MENU')];
    expect(first.body).not.to.equal(again.body);
    expect([await deliver(first), await deliver(again)]).to.deep.equal([200, 200]);
    await gateway.drain();
    expect(phone.queue).to.have.length(1);
    pass(minute);
    expect(await deliver(received('MENU'))).to.equal(200);
    await gateway.drain();
    expect(phone.queue).to.have.length(2);
    expect(await count(store, 'inbound_messages')).to.equal(2);
  });

  it('takes the tries of one webhook once, each signed at its own time', async () => {
    const { received, deliver, phone, gateway, pass } = service;
    const told = received('MENU');
    for (let n = 0; n < 14; n += 1) {
      expect(await deliver(told)).to.equal(200);
      await gateway.drain();
      pass(10_000 * 2 ** n);
    }
    expect(phone.queue).to.have.length(1);
  });

  it('gives an old request that somebody repeats no effect', async () => {
    const { received, deliver, phone, gateway, pass } = service;
    const told = received('MENU');
    const at = new Date(testStart);
    await deliver(told, at);
    await gateway.drain();
    pass(400 * 24 * 3_600_000);
    expect(await deliver(told, at)).to.equal(200);
    await gateway.drain();
    expect(phone.queue).to.have.length(1);
  });

  it('follows a reply to its arrival, and never back', async () => {
    const { say, phone, deliver } = service;
    await say('MENU');
    const payload = { messageId: phone.queue[0]?.id, phoneNumber: siti, simNumber: null };
    const seen: (string | undefined)[] = [];
    for (const event of ['sms:sent', 'sms:delivered', 'sms:delivered', 'sms:sent', 'sms:failed']) {
      expect(await deliver(phone.tell(event, payload))).to.equal(200);
      seen.push(await statusOf(store));
    }
    expect(seen).to.deep.equal(['sent', ...Array<string>(4).fill('delivered')]);
  });

  it('puts a reply into the queue once though the connection broke', async () => {
    const { phone, say, gateway } = service;
    phone.fail({ cut: 'reset', when: 'after' });
    await say('MENU');
    await store.sql('outbound_messages').update({ next_at: 0 });
    await gateway.drain();
    expect(phone.queue).to.have.length(1);
    expect(await statusOf(store)).to.equal('sent');
  });

  it('answers after an outage what no webhook told, and nothing twice', async () => {
    const { recover, received, say, phone, pass } = service;
    await recover();
    pass(minute);
    await say('MENU');
    pass(6 * 60 * minute);
    received('LOWONGAN', false);
    pass(minute);
    received('TANYA jam buka kantor');
    pass(minute);
    await recover();
    expect(phone.queue).to.have.length(3);
    await recover();
    expect(phone.queue).to.have.length(3);
    expect(await count(store, 'inbound_messages')).to.equal(3);
  });

  const forged = [
    { label: 'no signature', headers: {} },
    { label: 'another key', headers: { 'x-timestamp': '1', 'x-signature': 'a'.repeat(64) } },
  ];
  for (const { label, headers } of forged) {
    it(`refuses ${label} and writes nothing`, async () => {
      const { received, deliver, phone, gateway } = service;
      const told = received('STOP');
      const status = await deliver({ body: told.body, headers: () => headers });
      await gateway.drain();
      expect(status).to.be.oneOf([401, 403]);
      expect(await count(store, 'inbound_keys')).to.equal(0);
      expect(phone.queue).to.have.length(0);
    });
  }

  it('never answers a name or a short code', async () => {
    const { phone, deliver, gateway } = service;
    for (const sender of ['TELKOMSEL', '3636']) {
      const told = phone.receive({ sender, text: 'MENU', receivedAt: new Date(testStart) });
      expect(await deliver(told)).to.equal(200);
    }
    await gateway.drain();
    expect(phone.queue).to.have.length(0);
  });
});
