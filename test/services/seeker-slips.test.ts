import { expect } from 'chai';
import { create } from 'qrcode';
import { inflateSync } from 'node:zlib';
import { issueCard } from '../../src/services/ak1-cards.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { printSlip, slipStatus } from '../../src/services/seeker-slips.ts';
import { seekerOfSlip } from '../../src/store/seeker-slips.ts';
import type { Store } from '../../src/store/store.ts';
import { addClerk, counterTime, register, registerVerified } from '../helpers/counter.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const publicUrl = 'https://sapakerja.example';
const day = 24 * 60 * 60 * 1000;

/** The drawing commands of every page, as text. */
function drawnIn(pdf: Buffer): string {
  const source = pdf.toString('latin1');
  const streams = [...source.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)];
  return streams
    .map(([, body = '']) => {
      try {
        return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
      } catch {
        return '';
      }
    })
    .join('\n');
}

/** The texts that a page shows: hex strings of pdfkit's TJ. */
function textIn(pdf: Buffer): string {
  const shown = [...drawnIn(pdf).matchAll(/\[(.*?)\] TJ/g)].map(([, parts = '']) =>
    [...parts.matchAll(/<([0-9a-f]+)>/g)]
      .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
      .join(''),
  );
  return shown.join('\n');
}

const pagesOf = (pdf: Buffer): number =>
  [...pdf.toString('latin1').matchAll(/\/Type \/Page\b(?!s)/g)].length;

onEachDatabase('the slip of a seeker', (open) => {
  let store: Store;
  let officerId: number;

  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    officerId = await addClerk(store);
  });

  const print = async (number: number, now = counterTime): Promise<Buffer> => {
    const deed = { officerId, now, publicUrl };
    return (await store.transaction((db) => printSlip(db, number, deed)))!.pdf;
  };

  it('shows office, number, name, masked NIK, papers, hours and that it is not the card', async () => {
    const number = await register(store, { nik: '3508105201990701' });
    const text = textIn(await print(number)).replace(/\s+/g, ' ');
    for (const part of [
      'Dinas Tenaga Kerja Kab. Lumajang',
      `D${number}`,
      'SITI AMINAH',
      '3508********0701',
      'KTP asli & fotokopi',
      'Jl. Veteran 53. Sen-Jum 08.00-14.00',
      'Ini bukan kartu AK1',
      '21-02-2027',
    ]) {
      expect(text).to.contain(part);
    }
    expect(text).not.to.contain('3508105201990701');
  });

  it('holds as many squares as the code of an address of its length', async () => {
    const number = await register(store);
    const { modules } = create(`${publicUrl}/s/${'x'.repeat(22)}`, { errorCorrectionLevel: 'M' });
    const squares = [...drawnIn(await print(number)).matchAll(/ re$/gm)].length;
    const dark = modules.data.reduce((sum, module) => sum + module, 0);
    expect(squares).to.be.within(dark * 0.85, dark * 1.15);
  });

  const names = [
    {
      label: 'one of sixty letters',
      nama: 'RADEN AJENG SITI NURAINI KUSUMANINGRUM WIDYADARI PUTRI SARI',
    },
    { label: 'one without spaces', nama: 'W'.repeat(60) },
    { label: 'one with accents', nama: "José D'Arc-Núñez" },
  ];
  for (const { label, nama } of names) {
    it(`stays on one page with a name like ${label}`, async () => {
      const number = await register(store, { nama });
      expect(pagesOf(await print(number))).to.equal(1);
    });
  }

  it('keeps no token, only its keyed hash', async () => {
    const number = await register(store);
    await print(number);
    const rows = await store.sql('seeker_slips').select();
    expect(rows).to.have.length(1);
    expect(rows[0]).to.include.keys('token_index');
    expect(JSON.stringify(rows)).not.to.match(/"[\w-]{22}"/);
  });

  it("is nobody's when there is no such number", async () => {
    const deed = { officerId, now: counterTime, publicUrl };
    expect(await store.transaction((db) => printSlip(db, 4711, deed))).to.equal(undefined);
  });

  describe('behind its QR', () => {
    const token = 'AbCdEfGhIjKlMnOpQrStUv';

    async function known(number: number): Promise<void> {
      const [seeker] = await store.sql('seekers').select('id').where({ number });
      await store.sql('seeker_slips').insert({
        seeker_id: seeker.id,
        officer_id: officerId,
        token_index: store.keys.index('slip', token),
        created_at: counterTime.getTime(),
        expires_at: counterTime.getTime() + 90 * day,
      });
    }

    it('tells stage and papers with the number masked, and no name', async () => {
      const number = await register(store);
      await known(number);
      const status = await slipStatus(store, token, counterTime);
      const digits = String(number);
      expect(status).to.include({ numberMasked: `Dxx${digits.slice(2)}`, stage: 'registered' });
      expect(JSON.stringify(status)).not.to.contain('SITI').and.not.to.contain('3508105');
    });

    it('tells of the card and its end', async () => {
      const number = await registerVerified(store, officerId);
      await known(number);
      expect(await slipStatus(store, token, counterTime)).to.include({ stage: 'verified' });
      const form = { number: 'AK1-2026-1', issuedOn: '2026-11-23', reason: 'first' } as const;
      await store.transaction((db) => issueCard(db, number, form, { officerId, now: counterTime }));
      expect(await slipStatus(store, token, counterTime)).to.include({
        stage: 'card',
        cardEndsOn: '2028-11-23',
      });
      const later = new Date('2028-11-24T09:00:00+07:00');
      await store.sql('seeker_slips').update({ expires_at: later.getTime() + day });
      expect(await slipStatus(store, token, later)).to.include({ stage: 'ended' });
    });

    it('is nothing after ninety days', async () => {
      await known(await register(store));
      const at = counterTime.getTime() + 90 * day;
      expect(await slipStatus(store, token, new Date(at - 1))).not.to.equal(undefined);
      expect(await slipStatus(store, token, new Date(at))).to.equal(undefined);
    });

    for (const wrong of [
      '',
      'x',
      token.toLowerCase(),
      `${token}x`,
      '../../etc/passwd',
      "' or 1=1",
    ]) {
      it(`is nothing for ${JSON.stringify(wrong)}`, async () => {
        await known(await register(store));
        expect(await slipStatus(store, wrong, counterTime)).to.equal(undefined);
      });
    }

    it('forgets tokens that are over at the next slip', async () => {
      const number = await register(store);
      await known(number);
      await print(number, new Date(counterTime.getTime() + 91 * day));
      expect(await seekerOfSlip(store, token, counterTime.getTime())).to.equal(undefined);
    });
  });
});
