import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import type { Medium } from '../../src/core/message.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { facts, ownBook } from './talk.ts';
import { fill } from '../../src/flows/render.ts';
import { play, type Played } from './play.ts';

const folder = new URL('../../../test/transcripts/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .toSorted();

/** What an SMS costs is said by SMS alone. */
const tariff = ` ${ownBook().replies['tariff'] ?? ''}`;

/** The notice behind a question for the NIK, which an SMS has no room for. */
const notice = fill(ownBook().replies['notice'] ?? '', facts);

/** Why a transcript differs; `pages`: two SMS hold three hundred letters, a chat's page a thousand. */
const different: Readonly<Record<string, string>> = {
  'bagikan-nomor.txt': 'the number is asked on Telegram alone',
  'cpmi.txt': 'pages',
  'data-saya.txt': 'pages',
  'foto.txt': 'pages',
  'hapus-data.txt': 'pages',
  'luar-negeri.txt': 'SMS abroad',
  'nomor.txt': 'an SMS proves its number',
  'nomor-bersama.txt': 'an SMS proves its number',
  'nomor-lama-diam.txt': 'the number is asked on Telegram alone',
  'privasi.txt': 'pages',
  'selingan.txt': 'pages',
  'siap.txt': 'the duty list names phones',
  'status.txt': 'the number is asked on Telegram alone',
  'survei-dikirim.txt': 'pages',
};

/** What a turn comes to, whatever the medium. */
function essence({ line, replies, state }: Played) {
  const { flow, step, answers } = state ?? { flow: null, step: null, answers: null };
  const texts = replies.map(({ text }) => text.replaceAll(notice, '').replaceAll(tariff, ''));
  return { line, texts, flow, step, answers };
}

type Turn = ReturnType<typeof essence>;

/** Turns of a paged content, and of LAGI for its rest, which a chat need not send. */
function pagedTurns(sms: readonly Turn[]): ReadonlySet<number> {
  const more = ownBook().replies['more'] ?? '';
  const paged = sms.flatMap(({ texts }, at) =>
    texts.some((text) => text.endsWith(more)) ? [at] : [],
  );
  return new Set(paged.flatMap((at) => [at, at + 1]));
}

const without = (turns: readonly Turn[], left: ReadonlySet<number>): readonly Turn[] =>
  turns.filter((_, at) => !left.has(at));

onEachDatabase('the same conversation on each medium', (open, dialect) => {
  if (dialect !== 'sqlite') return; // the media differ in words, the databases are compared elsewhere
  for (const file of files) {
    it(`${file} is the same by SMS, WhatsApp and Telegram`, async function () {
      this.timeout(120_000);
      const source = readFileSync(new URL(file, folder), 'utf8');
      const played = async (medium: Medium) =>
        (await play(await open(), source, { medium })).turns.map(essence);
      const [sms, whatsapp, telegram] = [
        await played('sms'),
        await played('whatsapp'),
        await played('telegram'),
      ];
      if ((different[file] ?? 'pages') === 'pages') expect(telegram).to.deep.equal(whatsapp);
      if (file in different)
        expect([whatsapp, telegram], 'differs no more').not.to.deep.equal([sms, sms]);
      else expect(whatsapp).to.deep.equal(sms);
      if (different[file] !== 'pages') return;
      const paged = pagedTurns(sms);
      expect(without(whatsapp, paged)).to.deep.equal(without(sms, paged));
    });
  }
});
