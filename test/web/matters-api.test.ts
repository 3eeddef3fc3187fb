import { expect } from 'chai';
import { addFromContact } from '../../src/services/matters.ts';
import { hideMatter } from '../../src/store/matter-hidden.ts';
import { findOfficer } from '../../src/store/officers.ts';
import { listOutbound } from '../../src/store/outbound.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { addTestPerson, type Person } from '../helpers/matters.ts';
import { now, openOffice, type Asker, type Office } from './open-office.ts';

type Json = Record<string, unknown>;

interface Page {
  readonly items: readonly { readonly number: string }[];
  readonly next: string | null;
}

async function json<T = Json>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

onEachDatabase('/api/v1', (open) => {
  describe('/consultations and /complaints', () => {
    let office: Office;
    let person: Person;
    let woken: number;

    beforeEach(async () => {
      woken = 0;
      const wake = (): void => {
        woken += 1;
      };
      const gateway = { receive: async () => {}, wake, turns: 0 };
      office = await openOffice({ store: await open(), gateway });
      person = await addTestPerson(office.store);
    });
    afterEach(() => office.close());

    const post = (path: string, body?: unknown, asker: Asker = 'officer'): Promise<Response> =>
      office.ask(asker, path, { method: 'POST', ...(body !== undefined && { json: body }) });
    const get = async <T = Json>(path: string, asker: Asker = 'officer'): Promise<T> =>
      json<T>(await office.ask(asker, path));

    it('shows a question as the contract says', async () => {
      await person.asks(now, { text: 'Masih dibuka? NIK saya 3508105201990001' });
      const contact = await office.store.sql('contacts').first('public_id');
      expect(await get('/consultations/K1001')).to.deep.equal({
        number: 'K1001',
        status: 'open',
        contact: contact.public_id,
        office: '35.08',
        openedAt: '2026-11-23T08:00:00+07:00',
        replyBy: '2026-11-24T08:00:00+07:00',
        assignee: null,
        messages: [
          {
            direction: 'in',
            text: 'Masih dibuka? NIK saya 3508********0001',
            at: '2026-11-23T08:00:00+07:00',
            status: 'received',
          },
        ],
        urgent: false,
        category: null,
        privacy: 'open',
        details: null,
        answeredAt: null,
        closedAt: null,
        forwardedTo: null,
        forwardedReference: null,
      });
    });

    it('sends an answer, wakes the gateway, and follows the delivery', async () => {
      await person.asks(now);
      const response = await post('/consultations/k-1001/replies', { text: 'Sampai 30 Nov.' });
      expect(response.status).to.equal(201);
      expect(await json(response)).to.include({ status: 'answered', assignee: 'officer' });
      expect(woken).to.equal(1);
      const [sent] = await listOutbound(office.store, person.contactId);
      expect(sent?.text).to.equal(
        'K1001, petugas Petugas: Sampai 30 Nov. Sudah jelas? Balas YA atau BELUM.',
      );
      await office.store.sql('outbound_messages').update({ status: 'delivered' });
      const { messages } = await get<{ messages: Json[] }>('/consultations/K1001');
      expect(messages.map(({ text, status }) => [text, status])).to.deep.equal([
        ['Masih dibuka?', 'received'],
        ['Sampai 30 Nov.', 'delivered'],
      ]);
    });

    it('ends a question with its answer when asked to', async () => {
      await person.asks(now);
      const body = { text: 'Sudah tutup', close: true };
      const response = await post('/consultations/K1001/replies', body);
      expect(await json(response)).to.include({ status: 'closed' });
      const [sent] = await listOutbound(office.store, person.contactId);
      expect(sent?.text).to.equal(
        'K1001, petugas Petugas: Sudah tutup. Bila ada lagi, balas TANYA.',
      );
      expect((await post('/consultations/K1001/replies', body)).status).to.equal(409);
    });

    it('tells another officer that it is held, and sends nothing', async () => {
      await person.asks(now);
      expect((await post('/consultations/K1001/claim')).status).to.equal(200);
      for (const path of ['claim', 'replies', 'close']) {
        const body = path === 'replies' ? { text: 'x' } : undefined;
        const refused = await post(`/consultations/K1001/${path}`, body, 'province');
        expect(refused.status).to.equal(409);
        expect(refused.headers.get('content-type')).to.contain('application/problem+json');
        expect(await json(refused)).to.include({ type: 'urn:sapakerja:problem:matter-claimed' });
      }
      expect(await listOutbound(office.store, person.contactId)).to.deep.equal([]);
      expect(woken).to.equal(0);
    });

    it('lets one of two claim it who do so at the same moment', async () => {
      await person.asks(now);
      const path = '/consultations/K1001/claim';
      const both = await Promise.all([post(path), post(path, undefined, 'province')]);
      expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).to.deep.equal([200, 409]);
    });

    it('is claimed, released, and free for another', async () => {
      await person.asks(now);
      await post('/consultations/K1001/claim');
      expect(await json(await post('/consultations/K1001/release'))).to.include({
        status: 'open',
        assignee: null,
      });
      const response = await post('/consultations/K1001/claim', undefined, 'supervisor');
      expect(await json(response)).to.include({ status: 'claimed', assignee: 'supervisor' });
    });

    it('forwards a complaint with its number there and tells the person', async () => {
      await person.asks(now, { kind: 'A', category: 'upah', details: { di: 'PT Contoh Uji' } });
      const body = { to: 'Pengawas Ketenagakerjaan', reference: '12/2026' };
      expect(await json(await post('/complaints/A1001/forward', body))).to.deep.include({
        status: 'forwarded',
        forwardedTo: 'Pengawas Ketenagakerjaan',
        forwardedReference: '12/2026',
        category: 'upah',
        details: { di: 'PT Contoh Uji' },
      });
      const [sent] = await listOutbound(office.store, person.contactId);
      expect(sent?.text).to.contain('A1001').and.contain('12/2026');
      expect((await post('/consultations/K1001/forward', body)).status).to.equal(404);
    });

    it('lists own matters by kind and status, page by page, without a gap or a repeat', async () => {
      for (let count = 0; count < 5; count += 1) await person.asks(now);
      await person.asks(now, { kind: 'A' });
      await office.open({}, '35.09');
      await post('/consultations/K1002/claim');
      const numbers: string[] = [];
      let query: string | null = '';
      while (query !== null) {
        const { items, next }: Page = await get<Page>(`/consultations?limit=2${query}`);
        numbers.push(...items.map(({ number }) => number));
        query = next === null ? null : `&cursor=${next}`;
      }
      expect(numbers).to.deep.equal(['K1005', 'K1004', 'K1003', 'K1002', 'K1001']);
      const claimed = await get<Page>('/consultations?status=claimed');
      expect(claimed.items.map(({ number }) => number)).to.deep.equal(['K1002']);
      const all = await get<Page>('/consultations', 'province');
      expect(all.items).to.have.length(6);
      expect((await get<Page>('/complaints')).items).to.have.length(1);
    });

    it('is not there for an officer from whom it is hidden', async () => {
      const { id } = await person.asks(now, { kind: 'A', text: 'Petugas meminta uang' });
      const officer = await findOfficer(office.store, 'officer');
      await hideMatter(office.store, id, [officer?.id ?? 0]);
      expect((await office.ask('officer', '/complaints/A1001')).status).to.equal(404);
      expect((await post('/complaints/A1001/claim')).status).to.equal(404);
      expect((await get<Page>('/complaints')).items).to.deep.equal([]);
      expect((await office.ask('supervisor', '/complaints/A1001')).status).to.equal(200);
      const { contact } = await get('/complaints/A1001', 'supervisor');
      const log = `/messages?contact=${String(contact)}`;
      expect((await office.ask('officer', log)).status).to.equal(404);
      expect((await office.ask('supervisor', log)).status).to.equal(200);
    });

    for (const privacy of ['anonymous', 'confidential'] as const) {
      it(`shows an ${privacy} complaint without a way to its phone`, async () => {
        const question = await person.asks(now);
        const { contact: known } = await get(`/consultations/${question.number}`);
        await person.asks(now, { kind: 'A', privacy });
        const { contact } = await get('/complaints/A1001');
        expect(contact)
          .to.match(/^c_[0-9a-f]{12}$/)
          .and.not.equal(known);
        for (const name of [contact, known]) {
          const response = await office.ask('officer', `/messages?contact=${String(name)}`);
          expect(response.status).to.equal(404);
        }
      });
    }

    it('sends to somebody in danger nothing but the words', async () => {
      await person.asks(now, { kind: 'A', urgent: true });
      await post('/complaints/A1001/replies', { text: 'Ibu di rumah jam 5' });
      const [sent] = await listOutbound(office.store, person.contactId);
      expect(sent?.text).to.equal('Ibu di rumah jam 5');
    });

    it('shows what a person adds to a question', async () => {
      const { id } = await person.asks(now);
      await post('/consultations/K1001/replies', { text: 'Ya.' });
      await office.store.transaction((db) => addFromContact(person.in(db, now), id, 'Syaratnya?'));
      const matter = await get<{ messages: Json[] }>('/consultations/K1001');
      expect(matter).to.include({ status: 'claimed', assignee: 'officer' });
      expect(matter.messages.map(({ text }) => text)).to.deep.equal([
        'Masih dibuka?',
        'Ya.',
        'Syaratnya?',
      ]);
    });

    it('leaves a line in the audit trail of each look and each deed, without a word of it', async () => {
      await person.asks(now);
      await get('/consultations/K1001');
      await get('/consultations');
      await post('/consultations/K1001/claim');
      await post('/consultations/K1001/replies', { text: 'Rahasia.' });
      const trail: Json[] = await office.store.sql('audit').where('actor', 'like', 'officer:%');
      expect(
        trail.map(({ action, subject }) => `${String(action)} ${String(subject)}`),
      ).to.deep.equal([
        'matter.view K1001',
        'matter.list matters',
        'matter.claim K1001',
        'matter.reply K1001',
      ]);
      expect(JSON.stringify(trail)).to.not.contain('Rahasia').and.not.contain('dibuka');
    });

    for (const { label, path, body, status } of [
      { label: 'no text', path: 'replies', body: { text: '  ' }, status: 400 },
      { label: 'a NUL', path: 'replies', body: { text: 'a\0b' }, status: 400 },
      { label: '1001 letters', path: 'replies', body: { text: 'a'.repeat(1001) }, status: 400 },
      { label: 'a field of its own', path: 'replies', body: { text: 'a', to: 'b' }, status: 400 },
      { label: 'no body', path: 'forward', body: { reference: '1' }, status: 400 },
      { label: 'a line of its own', path: 'replies', body: { text: 'satu\ndua' }, status: 201 },
      { label: 'no number there', path: 'forward', body: { to: 'SP4N' }, status: 200 },
    ]) {
      it(`answers ${status} to a ${path} with ${label}`, async () => {
        await person.asks(now, { kind: 'A' });
        expect((await post(`/complaints/A1001/${path}`, body)).status).to.equal(status);
      });
    }

    for (const path of ['/consultations/A1001', '/complaints/K1001', '/consultations/K9999']) {
      it(`knows nothing at ${path}`, async () => {
        await person.asks(now);
        await person.asks(now, { kind: 'A' });
        expect((await office.ask('officer', path)).status).to.equal(404);
      });
    }
  });
});
