import { createHmac, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { saveFact } from '../../src/services/content-edit.ts';
import { saveReadyAnswer } from '../../src/services/ready-answers.ts';
import { addAccount } from '../../src/store/added-accounts.ts';
import { inboundSms, signedWebhook } from '../helpers/fake-twilio.ts';
import type { RunningServer } from '../helpers/server.ts';
import { isFull } from '../helpers/full.ts';
import { until } from '../helpers/until.ts';
import { openOffice, type Office } from './office.ts';

/** What officers change of channels every process follows within this, milliseconds (docs/operator.md). */
const followed = 20_000;

/** A message by the sender that was added; gives the status of the answer. */
const post = async ({ url }: RunningServer): Promise<number> => {
  const message = { id: randomUUID(), from: '+6281299999999', text: 'MENU' };
  const body = JSON.stringify(message);
  const signature = createHmac('sha256', 'rahasia').update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-signature': `sha256=${signature}`,
  };
  const path = '/webhooks/http/tempeh';
  const answer = await fetch(url + path, { method: 'POST', body, headers });
  await answer.body?.cancel();
  return answer.status;
};

describe('what one process changes', function () {
  this.timeout(600_000);
  const officeCode = '35.08';
  let office: Office;
  let servers: readonly RunningServer[];
  let asked = 0;

  before(async () => {
    office = await openOffice('postgres');
    servers = await Promise.all([office.start(), office.start()]);
    const row = { role: 'admin', office_code: officeCode, password_hash: 'x', created_at: 1 };
    await office.store.sql('officers').insert({ id: 1, username: 'dewi', name: 'Dewi', ...row });
  });
  after(() => office.close());

  /** Asks a server as somebody who never wrote before; gives the reply. */
  async function ask({ url }: RunningServer, text: string): Promise<string> {
    const n = (asked += 1);
    const From = `+62812${String(40_000_000 + n)}`;
    const MessageSid = `SM${String(n).padStart(32, '0')}`;
    const sms = inboundSms({ MessageSid, From, Body: text });
    const { body, headers } = signedWebhook(url, '/webhooks/twilio', sms);
    const answer = await fetch(`${url}/webhooks/twilio`, { method: 'POST', body, headers });
    expect(answer.status).to.equal(200);
    return until(() => office.twilio.messages.find(({ to }) => to === From)?.body);
  }

  const askAll = (text: string): Promise<string[]> =>
    Promise.all(servers.map((server) => ask(server, text)));

  it('of the facts of an office, every process says at its next message', async () => {
    for (const reply of await askAll('TANYA kantornya dmn pak'))
      expect(reply).to.include('Jl. Veteran 53');
    const note = { source: 'SK', checked: '2026-11-20', confirmed: true };
    const editor = { officerId: 1, office: officeCode, now: new Date() };
    await office.store.transaction((db) =>
      saveFact(db, { name: 'alamat', text: 'Jl. Baru 7', ...note }, editor),
    );
    for (const reply of await askAll('TANYA kantornya dmn pak'))
      expect(reply).to.include('Jl. Baru 7');
  });

  it('of ready answers, every process says at its next message', async () => {
    for (const reply of await askAll('TANYA kapan ada job fair'))
      expect(reply).not.to.include('tiap bulan Maret');
    const form = {
      questions: ['kapan ada job fair', 'jadwal bursa kerja'],
      text: 'Job fair tiap bulan Maret. Gratis.',
      source: 'Bidang Penempatan',
      checked: '2026-11-20',
      confirmed: true,
      status: 'published',
    } as const;
    const officer = { id: 1, role: 'admin', office: officeCode } as const;
    await office.store.transaction((db) =>
      saveReadyAnswer(db, form, { officer, office: officeCode, now: new Date() }),
    );
    for (const reply of await askAll('TANYA kapan ada job fair'))
      expect(reply).to.include('tiap bulan Maret');
  });

  it(`of senders, every process follows within ${followed / 1_000} seconds`, async () => {
    const settings = { HTTP_SMS_SEND_URL: office.twilio.url, HTTP_SMS_SECRET: 'rahasia' };
    const named = { channel: 'http', name: 'tempeh', medium: 'sms', label: 'Tempeh' } as const;
    await addAccount(office.store, { ...named, officeCode, enabled: true, settings }, Date.now());
    const since = performance.now();
    for (const server of servers) await until(async () => (await post(server)) === 200);
    if (isFull) expect(performance.now() - since).to.be.below(followed + 5_000);
  });
});
