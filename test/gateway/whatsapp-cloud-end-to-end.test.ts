import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openChannels } from '../../src/channels/index.ts';
import { fetchMedia } from '../../src/gateway/fetch-media.ts';
import { openGateway } from '../../src/gateway/gateway.ts';
import { openRoutes } from '../../src/gateway/routes.ts';
import { openFiles, type AttachmentFiles } from '../../src/services/attachment-files.ts';
import { conversationLog, findContact } from '../../src/services/messages.ts';
import { addOutbound } from '../../src/store/outbound.ts';
import { onEachDatabase, testKeys, type Store } from '../helpers/databases.ts';
import {
  appSecret,
  cloudToken,
  notice,
  noticeValue,
  openFakeCloud,
  personWrites,
  phoneId,
  signedNotice,
  template,
  verifyToken,
  type CloudTaken,
} from '../helpers/fake-cloud.ts';
import { fetchOnly, patience } from '../helpers/fake-provider.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';
import { sampleFiles } from '../helpers/sample-files.ts';
import { openWeb } from '../web/open-web.ts';

const path = '/webhooks/whatsapp';
const siti = '+6281234567890';
const budi = '+6281234567891';
const day = 86_400_000;
const bsuid = 'ID.4566546130240823';

/** The whole service in one process: web, gateway, store, and the channel before a fake of Meta. */
async function openService(store: Store, more: Readonly<Record<string, string>> = {}) {
  let now = testStart.getTime();
  let ids = 0;
  const clock = (): Date => new Date(now);
  const fake = await openFakeCloud(clock);
  const { tools } = await openTestGateway(store);
  const channels = await openChannels(
    {
      WHATSAPP_CLOUD_PHONE_ID: phoneId,
      WHATSAPP_CLOUD_TOKEN: cloudToken,
      WHATSAPP_CLOUD_APP_SECRET: appSecret,
      WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
      WHATSAPP_CLOUD_API_URL: fake.url,
      WHATSAPP_CLOUD_RATE: '1000',
      ...more,
    },
    {
      publicUrl: 'https://gw.example.go.id',
      fetch: fetchOnly(fake.host),
      timeout: patience.answered,
      clock,
    },
  );
  const gateway = await openGateway({ ...tools, clock, channels, office: '35.08' });
  const web = await openWeb({ store, gateway, channels, clock });
  const post = async (body: string, headers = signedNotice(body)): Promise<number> =>
    (await fetch(web.url + path, { method: 'POST', body, headers })).status;
  const deliver = async (...messages: readonly Readonly<Record<string, unknown>>[]) => {
    for (const { from, from_user_id } of messages) fake.wrote(String(from ?? from_user_id));
    return post(notice(noticeValue({ messages })));
  };
  const write = (from: string, text: string, changes: Readonly<Record<string, unknown>> = {}) =>
    personWrites(from, text, { id: `wamid.in-${(ids += 1)}`, ...changes });
  /** A message in, the replies out. */
  const answerTo = async (message: Readonly<Record<string, unknown>>) => {
    const before = fake.messages.length;
    now += 5_000;
    expect(await deliver(message)).to.equal(200);
    await gateway.drain();
    return fake.messages.slice(before);
  };
  return {
    fake,
    gateway,
    url: web.url,
    post,
    deliver,
    write,
    say: async (from: string, text: string) => answerTo(write(from, text)),
    /** Presses what the message offers under this label. */
    press: async (from: string, message: CloudTaken | undefined, label: string) => {
      const kind = message?.request.interactive?.type === 'button' ? 'button_reply' : 'list_reply';
      const choice = choicesOf(message).find(({ title }) => title === label);
      if (!choice) throw new Error(`no ${label} among ${JSON.stringify(choicesOf(message))}`);
      const interactive = { type: kind, [kind]: choice };
      const pressed = { type: 'interactive', text: undefined, interactive };
      return answerTo(write(from, '', { ...pressed, context: { id: message?.id } }));
    },
    pass: (ms: number) => void (now += ms),
    fetchFiles: async (files: AttachmentFiles) => {
      const routes = await openRoutes(store, channels, { office: '35.08', now: clock() });
      return fetchMedia({ ...tools, clock }, routes, files);
    },
    close: async () => {
      await web.close();
      await fake.close();
    },
  };
}

const choicesOf = (message: CloudTaken | undefined) => [
  ...(message?.request.interactive?.action.buttons ?? []).map(({ reply }) => reply),
  ...(message?.request.interactive?.action.sections ?? []).flatMap(({ rows }) => rows),
];

type Service = Awaited<ReturnType<typeof openService>>;

onEachDatabase('WhatsApp Cloud API from end to end', (open) => {
  let store: Store;
  let service: Service;
  beforeEach(async () => {
    store = await open();
    service = await openService(store);
  });
  afterEach(() => service.close());
  const ask = (query: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`${service.url}${path}?${new URLSearchParams(query).toString()}`);

  it('registers a seeker by list, buttons and words', async () => {
    const { press, say } = service;
    const [menu] = await say(siti, 'halo');
    await press(siti, menu, 'DAFTAR');
    await say(siti, '3508105201990001');
    const [education] = await say(siti, 'SITI AMINAH');
    await press(siti, education, 'SMK');
    const [readBack] = await say(siti, 'JAHIT');
    const looks = [menu, education, readBack].map((one) => one?.request.interactive?.type);
    expect(looks).to.deep.equal(['list', 'list', 'button']);
    const [done] = await press(siti, readBack, 'YA');
    expect(done?.text).to.contain('D1001');
  });

  it('gives each message of a batch of two people its own effect', async () => {
    const first = service.write(siti, 'DAFTAR');
    const other = service.write(budi, 'LOWONGAN');
    const second = service.write(siti, '3508105201990001');
    expect(await service.deliver(first, other, second)).to.equal(200);
    await service.gateway.drain();
    const to = (person: string) => service.fake.messages.filter((one) => one.to === person);
    expect(to(siti).map(({ text }) => /NIK|nama lengkap/.exec(text)?.[0])).to.deep.equal([
      'NIK',
      'nama lengkap',
    ]);
    expect(to(budi)).to.have.length(1);
  });

  it('gives a batch that comes again no effect', async () => {
    const batch = [service.write(siti, 'DAFTAR'), service.write(budi, 'MENU')];
    await service.deliver(...batch);
    await service.gateway.drain();
    await Promise.all([service.deliver(...batch), service.deliver(...batch)]);
    await service.gateway.drain();
    expect(service.fake.messages).to.have.length(2);
  });

  it('asks Meta to come again with what could not be stored', async () => {
    const message = service.write(siti, 'MENU');
    await store.sql.raw('alter table inbound_keys rename to inbound_keys_gone');
    expect(await service.deliver(message)).to.equal(503);
    await store.sql.raw('alter table inbound_keys_gone rename to inbound_keys');
    expect(await service.deliver(message)).to.equal(200);
    await service.gateway.drain();
    expect(service.fake.messages).to.have.length(1);
  });

  it('answers who shows no number, where Meta delivers it', async () => {
    const hidden = service.write(siti, 'MENU', { from: undefined, from_user_id: bsuid });
    await service.deliver(hidden);
    await service.gateway.drain();
    expect(service.fake.messages[0]).to.include({ to: bsuid, delivered: true });
  });

  it('goes on with a person who hides the number meanwhile', async () => {
    const known = { contacts: [{ wa_id: '6281234567890', user_id: bsuid }] };
    const first = service.write(siti, 'DAFTAR', { from_user_id: bsuid });
    service.fake.wrote(siti);
    await service.post(notice(noticeValue({ ...known, messages: [first] })));
    await service.gateway.drain();
    const hidden = { from: undefined, from_user_id: bsuid };
    await service.deliver(service.write(siti, '3508105201990001', hidden));
    await service.gateway.drain();
    expect(service.fake.messages.map(({ to }) => to)).to.deep.equal([siti, bsuid]);
    expect(service.fake.messages[1]?.text).to.contain('nama lengkap');
  });

  it('moves the status by the reports, never back', async () => {
    const [reply] = await service.say(siti, 'MENU');
    const told = async (status: string): Promise<string | undefined> => {
      const report = { id: reply?.id, status, timestamp: '1795400000', recipient_id: '62812' };
      expect(await service.post(notice(noticeValue({ statuses: [report] })))).to.equal(200);
      const person = { channel: 'whatsapp-cloud', account: 'whatsapp', userId: siti };
      const contact = await findContact(store, person);
      const log = contact === undefined ? [] : await conversationLog(store, contact);
      return log.findLast(({ direction }) => direction === 'out')?.status;
    };
    expect([
      await told('delivered'),
      await told('sent'),
      await told('read'),
      await told('delivered'),
    ]).to.deep.equal(['delivered', 'delivered', 'read', 'read']);
  });

  it('keeps a picture that came with a message, by what it is', async () => {
    service.fake.keep('1003383421387256', sampleFiles.jpeg);
    const image = { id: '1003383421387256', mime_type: 'text/html', sha256: 'x' };
    await service.deliver(service.write(siti, '', { type: 'image', text: undefined, image }));
    const folder = mkdtempSync(join(tmpdir(), 'sapakerja-cloud-'));
    const files = openFiles(folder, testKeys);
    expect(await service.fetchFiles(files)).to.equal(1);
    const row = await store.sql('attachments').first('status', 'type', 'file');
    expect(row).to.include({ status: 'kept', type: 'image/jpeg' });
    expect(await files.read(row.file)).to.deep.equal(sampleFiles.jpeg);
    rmSync(folder, { recursive: true });
  });

  const late = [
    { label: 'in free words before the day is over', ago: day - 1_000, type: 'text' },
    { label: 'as a template after it', ago: day + 1_000, type: 'template' },
  ];
  for (const { label, ago, type } of late) {
    it(`lets an officer answer ${label}`, async () => {
      const withTemplate = await openService(store, { WHATSAPP_CLOUD_TEMPLATE: template.name });
      await withTemplate.say(siti, 'MENU');
      const where = await store
        .sql('outbound_messages')
        .first({ accountId: 'account_id', contactId: 'contact_id', addressId: 'address_id' });
      withTemplate.pass(ago);
      const answer = { inboundId: null, class: 0, segments: 1, trace: null, text: 'Masih dibuka.' };
      await addOutbound(store, [{ ...where, ...answer }], testStart.getTime() + ago);
      await withTemplate.gateway.drain();
      await withTemplate.close();
      const last = withTemplate.fake.messages.at(-1);
      expect(last?.text).to.equal('Masih dibuka.');
      expect(last?.request.type).to.equal(type);
    });
  }

  it('answers the question whether this address is ours', async () => {
    const question = {
      'hub.mode': 'subscribe',
      'hub.challenge': '77',
      'hub.verify_token': verifyToken,
    };
    const right = await ask(question);
    expect(await right.text()).to.equal('77');
    expect(right.headers.get('content-type')).to.match(/^text\/plain/);
    expect((await ask({ ...question, 'hub.verify_token': 'x' })).status).to.equal(403);
  });

  const bodies = [
    { label: 'a batch of 500 KB', size: 500_000, status: 200 },
    { label: 'what is larger than any batch', size: 4_000_000, status: 413 },
  ];
  for (const { label, size, status } of bodies) {
    it(`answers ${status} to ${label}`, async () => {
      const padding = 'x'.repeat(size);
      expect(await service.post(notice(noticeValue({ padding })))).to.equal(status);
    });
  }

  const body = notice(noticeValue({ messages: [personWrites(siti, 'MENU')] }));
  const forged = [
    { label: 'no signature', headers: {}, status: 401 },
    { label: 'the signature of another body', headers: signedNotice('{}'), status: 403 },
  ];
  for (const { label, headers, status } of forged) {
    it(`refuses ${label} and writes nothing`, async () => {
      expect(await service.post(body, headers)).to.equal(status);
      expect(await store.sql('inbound_keys').select('key')).to.deep.equal([]);
    });
  }
});
