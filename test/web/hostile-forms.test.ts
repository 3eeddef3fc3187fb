import { expect } from 'chai';
import { signIn, type Browser } from '../helpers/sign-in.ts';
import { reached } from '../helpers/reached.ts';
import { openOffice, type Office } from './open-office.ts';

/** Sends a form as somebody whom nobody knows. */
const asStranger = (office: Office, path: string, body: string | FormData): Promise<Response> =>
  fetch(office.url + path, {
    method: 'POST',
    redirect: 'manual',
    body,
    ...(typeof body === 'string' && {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  });

/** CPU milliseconds of this process meanwhile. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

describe('hostile forms', () => {
  let office: Office;
  let officer: Browser;
  before(async () => {
    office = await openOffice();
    officer = await signIn(office);
    await officer.page('/admin/lowongan/impor'); // whoever comes first waits for the pages to be read
  });
  after(() => office.close());

  it('are refused when they have more than a thousand fields, and cost little', async () => {
    const filled = 'a&'.repeat(32_000);
    const statuses: number[] = [];
    const cpu = await cpuOf(async () => {
      statuses.push((await asStranger(office, '/admin/masuk', filled)).status);
    });
    expect(statuses).to.deep.equal([413]);
    // One list copied for each field took 21,000 ms.
    expect(cpu, 'ms of CPU').to.be.lessThan(1_000);
    reached('form-cost', { 'fields of 64 KB': 32_000, 'ms of CPU': Math.round(cpu) });
  });

  it('may have the same field a thousand times', async () => {
    const answer = await officer.post('/admin/kalimat/buang', { ids: '1', dari: 'new' });
    expect(answer.status).to.equal(303);
    const many = `_csrf=x&${'ids=1&'.repeat(999)}`;
    expect((await asStranger(office, '/admin/kalimat/buang', many)).status).to.equal(403);
  });

  for (const { label, body, status } of [
    { label: 'a NUL', body: 'username=a%00b&password=x', status: 400 },
    {
      label: 'a field called __proto__',
      body: '__proto__=1&__proto__=2&constructor=3',
      status: 403,
    },
    { label: 'bytes that are no text', body: 'username=%ff%fe%C0%80&password=%', status: 403 },
  ]) {
    it(`are answered ${status} with ${label}`, async () => {
      expect((await asStranger(office, '/admin/masuk', body)).status).to.equal(status);
      expect(Object.hasOwn(Object.prototype, '1')).to.equal(false);
    });
  }

  it('with files of strangers are not read at all', async () => {
    const form = new FormData();
    form.set('berkas', new Blob(['x'.repeat(4_000_000)]), 'lowongan.csv');
    const answer = await asStranger(office, '/admin/lowongan/impor', form);
    expect(answer.status).to.equal(303);
    expect(answer.headers.get('location')).to.equal('/admin/masuk');
  });

  it('with a thousand files or a field too many are refused', async () => {
    const form = new FormData();
    for (let n = 0; n < 1_200; n += 1) form.append('a', '');
    expect((await officer.post('/admin/lowongan/impor', form)).status).to.equal(413);
  });
});
