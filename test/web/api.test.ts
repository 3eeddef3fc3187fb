import { expect } from 'chai';
import { endpoints } from '../../src/web/api/api.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { addToken } from '../../src/services/officers.ts';
import { ensureAccount } from '../../src/store/accounts.ts';
import { ensureSenders } from '../../src/store/contacts.ts';
import { addOutbound } from '../../src/store/outbound.ts';
import { now, openOffice, type Asker, type Office } from './open-office.ts';

async function json<T = Record<string, unknown>>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

interface Page {
  readonly items: readonly { readonly number: string }[];
  readonly next: string | null;
}

/** What each kind of officer is answered, for things of Lumajang (35.08). */
interface Permission {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly json?: unknown;
  readonly admin: number;
  readonly supervisor: number;
  readonly officer: number;
  readonly province: number;
  readonly neighbour: number;
}

/** A vacancy in Pasirian, Lumajang, as an employer reports it. */
const sewing = {
  title: 'Operator jahit',
  employer: 'PT Contoh Uji',
  kind: 'job',
  area: '35.08.04',
  education: 'SMP',
  skills: ['jahit'],
  wageMin: 2_400_000,
  wageMax: 2_600_000,
  openings: 10,
  closesOn: '2026-12-31',
  scope: 'AKL',
};

const all = (status: number) => ({
  admin: status,
  supervisor: status,
  officer: status,
  province: status,
});

/** The first who asks, and the others of the office: the matter is the first's by then. */
const firstOf = (status: number, others: number) => ({
  ...all(others),
  admin: status,
  neighbour: 404,
});

const matterPermissions = (path: string, number: string): readonly Permission[] => [
  { method: 'GET', path, ...all(200), neighbour: 200 },
  { method: 'GET', path: `${path}?office=35.08`, ...all(200), neighbour: 404 },
  { method: 'GET', path: `${path}/${number}`, ...all(200), neighbour: 404 },
  { method: 'POST', path: `${path}/${number}/claim`, ...firstOf(200, 409) },
  { method: 'POST', path: `${path}/${number}/release`, ...firstOf(200, 200) },
  {
    method: 'POST',
    path: `${path}/${number}/replies`,
    json: { text: 'Ya.' },
    ...firstOf(201, 409),
  },
  { method: 'POST', path: `${path}/${number}/close`, ...firstOf(200, 200) },
];

const permissions: readonly Permission[] = [
  { method: 'GET', path: '/seekers', ...all(200), neighbour: 200 },
  { method: 'GET', path: '/seekers?office=35.08', ...all(200), neighbour: 404 },
  { method: 'GET', path: '/seekers/D1001', ...all(200), neighbour: 404 },
  { method: 'POST', path: '/seekers/D1001/verify', ...all(200), neighbour: 404 },
  { method: 'GET', path: '/vacancies', ...all(200), neighbour: 200 },
  { method: 'GET', path: '/vacancies?office=35.08', ...all(200), neighbour: 404 },
  { method: 'GET', path: '/vacancies/L1001', ...all(200), neighbour: 404 },
  { method: 'GET', path: '/vacancies/L1001/applicants', ...all(200), neighbour: 404 },
  { method: 'POST', path: '/vacancies', json: sewing, ...all(201), neighbour: 201 },
  {
    method: 'PATCH',
    path: '/vacancies/L1001',
    json: { openings: 4 },
    ...all(200),
    neighbour: 404,
  },
  { method: 'POST', path: '/vacancies/L1001/verify', ...all(200), neighbour: 404 },
  {
    method: 'POST',
    path: '/vacancies/L1001/reject',
    json: { reason: 'palsu' },
    ...all(200),
    neighbour: 404,
  },
  { method: 'POST', path: '/vacancies/L1001/close', ...all(200), neighbour: 404 },
  ...matterPermissions('/consultations', 'K1001'),
  ...matterPermissions('/complaints', 'A1001'),
  {
    method: 'POST',
    path: '/complaints/A1001/forward',
    json: { to: 'Pengawas Ketenagakerjaan', reference: '12/2026' },
    ...firstOf(409, 409),
  },
  { method: 'GET', path: '/messages?contact=c_1', ...all(200), neighbour: 404 },
  { method: 'GET', path: '/messages?contact=c_999', ...all(404), neighbour: 404 },
  {
    method: 'GET',
    path: '/officers',
    admin: 200,
    supervisor: 403,
    officer: 403,
    province: 403,
    neighbour: 403,
  },
];

const pattern = (path: string): string =>
  path.replace(/\?.*/, '').replaceAll(/[A-Z]\d{4}/g, '{number}');

describe('/api/v1: who may what', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
    await office.register();
    await office.ask('officer', '/vacancies', { method: 'POST', json: sewing });
    await office.open();
    await office.open({ kind: 'A' });
  });
  after(() => office.close());

  for (const { method, path, json: body, ...row } of permissions) {
    for (const [asker, status] of Object.entries({ ...row, nobody: 401 })) {
      it(`${method} ${path} by ${asker}: ${status}`, async () => {
        const response = await office.ask(asker as Asker, path, { method, json: body });
        expect(response.status).to.equal(status);
      });
    }
  }

  it('is said of every route', () => {
    const covered = new Set(permissions.map(({ method, path }) => `${method} ${pattern(path)}`));
    expect(endpoints.map(({ method, path }) => `${method.toUpperCase()} ${path}`)).to.have.members([
      ...covered,
    ]);
  });
});

onEachDatabase('/api/v1', (open) => {
  // Within: what uses the store ends before the store is closed.
  describe('/seekers', () => {
    let office: Office;
    beforeEach(async () => {
      office = await openOffice({ store: await open() });
    });
    afterEach(() => office.close());

    it('shows a seeker without the NIK', async () => {
      await office.register();
      expect(await json(await office.ask('officer', '/seekers/D1001'))).to.deep.equal({
        number: 'D1001',
        name: 'SITI AMINAH',
        nikMasked: '3508********0001',
        birthDate: '1999-01-12',
        gender: 'P',
        education: 'SMK',
        skills: ['jahit'],
        area: { code: '35.08.10', name: 'Lumajang' },
        office: '35.08',
        status: 'registered',
        flags: ['birth-from-nik'],
        registeredAt: '2026-11-23T08:00:00+07:00',
      });
    });

    it('finds a number as people write it', async () => {
      await office.register();
      expect((await office.ask('officer', '/seekers/d-1001')).status).to.equal(200);
    });

    it('lists own offices only, page by page, without a gap or a repeat', async () => {
      for (let count = 0; count < 5; count += 1) await office.register();
      await office.register({ office: '35.09' });
      const numbers: string[] = [];
      let query: string | null = '';
      while (query !== null) {
        const response: Response = await office.ask('officer', `/seekers?limit=2${query}`);
        const { items, next } = await json<Page>(response);
        numbers.push(...items.map(({ number }) => number));
        query = next === null ? null : `&cursor=${next}`;
      }
      expect(numbers).to.deep.equal(['D1005', 'D1004', 'D1003', 'D1002', 'D1001']);
    });

    it('lists every office for the province, one office when asked', async () => {
      await office.register();
      await office.register({ office: '35.09' });
      const list = async (query: string): Promise<unknown> =>
        (await json(await office.ask('province', `/seekers${query}`)))['items'];
      expect(await list('')).to.have.length(2);
      expect(await list('?office=35.09')).to.have.length(1);
    });

    it('verifies, tells so, and leaves a line in the audit trail', async () => {
      await office.register();
      const verify = (): Promise<Response> =>
        office.ask('officer', '/seekers/D1001/verify', { method: 'POST' });
      expect(await json(await verify())).to.include({ number: 'D1001', status: 'verified' });
      expect((await verify()).status).to.equal(200);
      const trail = await office.store.sql('audit').where({ action: 'seeker.verify' });
      expect(trail.map(({ subject }) => subject)).to.deep.equal(['D1001']);
      const list = await json(await office.ask('officer', '/seekers?status=registered'));
      expect(list['items']).to.deep.equal([]);
    });
  });
});

onEachDatabase('/api/v1', (open) => {
  describe('/vacancies', () => {
    let office: Office;
    beforeEach(async () => {
      office = await openOffice({ store: await open() });
    });
    afterEach(() => office.close());

    const send = (path: string, body?: unknown, method = 'POST'): Promise<Response> =>
      office.ask('officer', path, { method, ...(body !== undefined && { json: body }) });

    const list = async (query: string): Promise<Page> =>
      json<Page>(await office.ask('officer', `/vacancies${query}`));

    it('stores what was reported and shows it as a draft of the district', async () => {
      const response = await send('/vacancies', sewing);
      expect(response.status).to.equal(201);
      const vacancy = await json(response);
      expect(vacancy).to.deep.include({
        number: 'L1001',
        title: 'Operator jahit',
        status: 'draft',
        office: '35.08',
        area: { code: '35.08.04', name: 'Pasirian' },
        wageMin: 2_400_000,
        country: null,
      });
      expect(await json(await office.ask('officer', '/vacancies/L1001'))).to.deep.equal(vacancy);
    });

    it('gives a vacancy to the office of its district, whoever reported it', async () => {
      await office.ask('neighbour', '/vacancies', { method: 'POST', json: sewing });
      expect((await office.ask('neighbour', '/vacancies/L1001')).status).to.equal(404);
      expect((await office.ask('officer', '/vacancies/L1001')).status).to.equal(200);
    });

    it('changes what is given and leaves the rest', async () => {
      await send('/vacancies', sewing);
      const changed = await json(await send('/vacancies/L1001', { openings: 4 }, 'PATCH'));
      expect(changed).to.include({ openings: 4, title: 'Operator jahit', wageMin: 2_400_000 });
    });

    it('goes from draft to verified, rejected and closed, and never back from closed', async () => {
      await send('/vacancies', sewing);
      const status = async (deed: string, body?: unknown): Promise<unknown> =>
        (await json(await send(`/vacancies/L1001/${deed}`, body)))['status'];
      expect(await status('verify')).to.equal('verified');
      expect(await status('verify')).to.equal('verified');
      expect(await status('reject', { reason: 'Meminta uang' })).to.equal('rejected');
      expect(await status('verify')).to.equal('verified');
      expect(await status('close')).to.equal('closed');
      const refused = await send('/vacancies/L1001/verify');
      expect(refused.status).to.equal(409);
      expect(await json(refused)).to.include({ type: 'urn:sapakerja:problem:vacancy-closed' });
    });

    it('publishes no vacancy whose last day is over', async () => {
      await send('/vacancies', { ...sewing, closesOn: '2026-11-22' });
      expect((await send('/vacancies/L1001/verify')).status).to.equal(409);
    });

    it('lists by status, page by page', async () => {
      for (let count = 0; count < 3; count += 1) await send('/vacancies', sewing);
      await send('/vacancies/L1002/verify');
      const drafts = await list('?status=draft&limit=1');
      expect(drafts.items.map(({ number }) => number)).to.deep.equal(['L1003']);
      const more = await list(`?status=draft&limit=1&cursor=${drafts.next ?? ''}`);
      expect(more.items.map(({ number }) => number)).to.deep.equal(['L1001']);
      expect(more.next).to.equal(null);
    });

    for (const { label, change, field } of [
      { label: 'no title', change: { title: ' ' }, field: 'title' },
      { label: 'a kind of its own', change: { kind: 'slavery' }, field: 'kind' },
      { label: 'a place that is none', change: { area: '99.99' }, field: 'area' },
      { label: 'half an opening', change: { openings: 0.5 }, field: 'openings' },
      { label: 'a day that is none', change: { closesOn: '2026-02-30' }, field: 'closesOn' },
      { label: 'a wage of words', change: { wageMin: 'banyak' }, field: 'wageMin' },
      { label: 'a skill of no letters', change: { skills: ['jahit', ''] }, field: 'skills.1' },
      { label: 'a field of its own', change: { verified: true }, field: '' },
    ]) {
      it(`refuses ${label} and says where`, async () => {
        const response = await send('/vacancies', { ...sewing, ...change });
        expect(response.status).to.equal(400);
        const { errors } = await json<{ errors: { path: string }[] }>(response);
        expect(errors.map(({ path }) => path)).to.deep.equal([field]);
        expect(await office.store.sql('vacancies')).to.deep.equal([]);
      });
    }

    it('refuses a lowest wage above the highest', async () => {
      const response = await send('/vacancies', { ...sewing, wageMin: 3_000_000 });
      expect(response.status).to.equal(400);
      expect(await json(response)).to.include({ type: 'urn:sapakerja:problem:wage-min-too-high' });
    });

    for (const { label, body, status } of [
      { label: 'a list', body: '[]', status: 400 },
      { label: 'half a body', body: '{"title":', status: 400 },
      { label: 'too much', body: JSON.stringify({ title: 'x'.repeat(70_000) }), status: 413 },
    ]) {
      it(`refuses ${label}: ${status}`, async () => {
        const token = await addToken(office.store, 'officer', now);
        const response = await fetch(`${office.url}/api/v1/vacancies`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body,
        });
        expect(response.status).to.equal(status);
        expect(response.headers.get('content-type')).to.contain('application/problem+json');
      });
    }

    for (const { label, reason } of [
      { label: 'no reason', reason: '' },
      { label: 'a NUL', reason: 'a\0b' },
      { label: '301 letters', reason: 'a'.repeat(301) },
    ]) {
      it(`rejects no vacancy with ${label}`, async () => {
        await send('/vacancies', sewing);
        expect((await send('/vacancies/L1001/reject', { reason })).status).to.equal(400);
      });
    }
  });
});

describe('/api/v1/messages', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
    const { store } = office;
    const account = { channel: 'test', name: '1', medium: 'sms', officeCode: '35.08' } as const;
    const { id: accountId } = await ensureAccount(store, account, now);
    const senders = await ensureSenders(store, [[accountId, '+628120001']], 1);
    const [sender] = senders.values();
    const address = { accountId, contactId: sender!.contactId, addressId: sender!.addressId };
    const out = { ...address, inboundId: null, class: 0, segments: 1 };
    const texts = ['satu', 'dua', '<script>alert(1)</script>3508105201990001'];
    for (const [count, text] of texts.entries()) {
      const trace = { because: 'keyword MENU', flow: 'menu', step: 'mulai', expects: null };
      await addOutbound(store, [{ ...out, text, trace }], now.getTime() + count);
    }
    await store.sql('contacts').update({ public_id: 'c_1' });
  });
  after(() => office.close());

  it('shows one contact, oldest first, with status and trace, page by page', async () => {
    interface Messages {
      readonly items: readonly Record<string, unknown>[];
      readonly next: string | null;
    }
    const path = '/messages?contact=c_1&limit=2';
    const first = await json<Messages>(await office.ask('officer', path));
    expect(first.items.map(({ text }) => text)).to.deep.equal(['satu', 'dua']);
    expect(first.items[0]).to.deep.include({
      direction: 'out',
      status: 'queued',
      at: '2026-11-23T08:00:00+07:00',
      trace: { because: 'keyword MENU', flow: 'menu', step: 'mulai', expects: null },
    });
    const response = await office.ask('officer', `${path}&cursor=${first.next ?? ''}`);
    expect(response.headers.get('content-type')).to.contain('application/json');
    const rest = await json<Messages>(response);
    expect(rest.items.map(({ text }) => text)).to.deep.equal([
      '<script>alert(1)</script>3508********0001',
    ]);
    expect(rest.next).to.equal(null);
  });

  it('is nothing for an office that the contact never wrote to', async () => {
    expect((await office.ask('neighbour', '/messages?contact=c_1')).status).to.equal(404);
  });
});

describe('/api/v1/officers', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
  });
  after(() => office.close());

  it('lets out only what is described, page by page', async () => {
    interface Officers {
      readonly items: readonly unknown[];
      readonly next: string | null;
    }
    const list = async (query: string): Promise<Officers> =>
      json<Officers>(await office.ask('admin', `/officers?limit=3${query}`));
    const first = await list('');
    expect(first.items[1]).to.deep.equal({
      username: 'supervisor',
      name: 'Petugas supervisor',
      role: 'supervisor',
      office: '35.08',
      active: true,
    });
    const rest = await list(`&cursor=${first.next ?? ''}`);
    expect([first.items.length, rest.items.length, rest.next]).to.deep.equal([3, 2, null]);
    expect((await list('&office=35.09')).items).to.have.length(2);
  });

  it('takes no cursor of its own', async () => {
    expect((await office.ask('admin', '/officers?cursor=x')).status).to.equal(400);
  });
});

describe('/api/v1: errors', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
  });
  after(() => office.close());

  for (const { label, path, status, type, field } of [
    { label: 'a limit over 200', path: '/seekers?limit=201', field: 'limit' },
    { label: 'a limit of no number', path: '/seekers?limit=ten', field: 'limit' },
    { label: 'an unknown status', path: '/seekers?status=gone', field: 'status' },
    { label: 'an office that is none', path: '/seekers?office=35;drop', field: 'office' },
    { label: 'a cursor of nobody', path: '/seekers?cursor=zzz', type: 'bad-cursor' },
    { label: 'an unknown number', path: '/seekers/D9999', status: 404, type: 'not-found' },
    { label: 'a number of another kind', path: '/seekers/L1001', status: 404, type: 'not-found' },
    { label: 'an unknown route', path: '/seeker', status: 404, type: 'not-found' },
  ]) {
    it(`are told as RFC 9457 says: ${label}`, async () => {
      const response = await office.ask('admin', path);
      const problem = await json(response);
      expect(response.headers.get('content-type')).to.contain('application/problem+json');
      expect(problem['status'])
        .to.equal(response.status)
        .and.to.equal(status ?? 400);
      expect(problem['type']).to.equal(`urn:sapakerja:problem:${type ?? 'invalid-query'}`);
      expect(problem['title']).to.be.a('string');
      const errors = (problem['errors'] ?? []) as { path: string }[];
      expect(errors.map(({ path: named }) => named)).to.deep.equal(field ? [field] : []);
    });
  }

  it('say how to be let in', async () => {
    const response = await office.ask('nobody', '/seekers');
    expect(response.headers.get('www-authenticate')).to.contain('Bearer');
  });

  for (const { label, authorization } of [
    { label: 'another scheme', authorization: 'Basic YTpi' },
    { label: 'a token of nobody', authorization: `Bearer spk_${'A'.repeat(43)}` },
    { label: 'an empty token', authorization: 'Bearer ' },
  ]) {
    it(`let in nobody with ${label}`, async () => {
      const headers = { authorization };
      const response = await fetch(`${office.url}/api/v1/seekers`, { headers });
      expect(response.status).to.equal(401);
    });
  }
});

describe('/api/v1/openapi.json', () => {
  let office: Office;
  let description: Record<string, unknown>;
  before(async () => {
    office = await openOffice();
    description = await json(await fetch(`${office.url}/api/v1/openapi.json`));
  });
  after(() => office.close());

  it('describes every route, each with an answer and a summary', () => {
    const paths = description['paths'] as Record<string, Record<string, Record<string, unknown>>>;
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    expect(described).to.have.members(endpoints.map(({ method, path }) => `${method} ${path}`));
    for (const operation of Object.values(paths).flatMap((operations) => Object.values(operations)))
      expect(operation).to.include.keys('operationId', 'summary', 'responses');
  });

  it('names no operation twice', () => {
    const ids = [...JSON.stringify(description).matchAll(/"operationId":"(\w+)"/g)].map(
      ([, id]) => id,
    );
    expect(new Set(ids)).to.have.property('size', ids.length);
  });

  it('refers only to what it holds', () => {
    const text = JSON.stringify(description);
    for (const [, path = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = path.split('/').reduce<unknown>((part, name) => {
        return (part as Record<string, unknown> | undefined)?.[name];
      }, description);
      expect(found, path).to.be.an('object');
    }
  });
});
