import { expect } from 'chai';
import { endpoints } from '../../src/web/api/api.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openOffice, type Asker, type Office } from './open-office.ts';

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

const all = (status: number) => ({
  admin: status,
  supervisor: status,
  officer: status,
  province: status,
});

const permissions: readonly Permission[] = [
  { method: 'GET', path: '/seekers', ...all(200), neighbour: 200 },
  { method: 'GET', path: '/seekers?office=35.08', ...all(200), neighbour: 404 },
  { method: 'GET', path: '/seekers/D1001', ...all(200), neighbour: 404 },
  { method: 'POST', path: '/seekers/D1001/verify', ...all(200), neighbour: 404 },
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
