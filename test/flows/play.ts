import type { Choice, Medium } from '../../src/core/message.ts';
import type { Conversation } from '../../src/flows/types.ts';
import { readConversations } from '../../src/store/conversations.ts';
import { findContact } from '../../src/store/contacts.ts';
import type { Store } from '../helpers/databases.ts';
import { fillAgencies } from '../helpers/agencies.ts';
import { fillDuty } from '../helpers/duty.ts';
import { bot, openTestGateway, testStart, type TestGateway } from '../helpers/gateway.ts';
import { fillVacancies } from '../helpers/vacancies.ts';
import { happen } from './events.ts';
import { agencies, vacancies } from './published.ts';
import { playTranscript, readSent, readTranscript } from './transcript.ts';

/** What one line of a transcript did. */
export interface Played {
  /** What was written, or what happened. */
  readonly line: string;
  readonly replies: readonly { readonly text: string; readonly choices: readonly Choice[] }[];
  /** The conversation after it. */
  readonly state: Conversation | null;
}

/** A transcript as it went: the words as a file keeps them, and each turn. */
export interface Play {
  readonly said: string;
  readonly turns: readonly Played[];
}

/** What a run may change. */
export interface Stage {
  readonly medium?: Medium;
  /** Called with the gateway before the first line. */
  readonly begin?: (gateway: TestGateway) => void;
}

/** `@ from tg:4711` writes to the office's bot on Telegram, anybody else to its number. */
function addressOf(from: string): { readonly account: string; readonly userId: string } {
  const chat = /^tg:(.+)$/.exec(from)?.[1];
  return chat ? { account: bot.name, userId: chat } : { account: '+6281100000000', userId: from };
}

async function stateOf(store: Store, from: string): Promise<Conversation | null> {
  const address = { channel: 'test', ...addressOf(from) };
  const contact = await findContact(store, address);
  if (contact === undefined) return null;
  return ((await readConversations(store, [contact])).get(contact) ?? null) as Conversation | null;
}

/** Plays a transcript through the gateway, the services and the database, a minute for each message. */
export async function play(store: Store, source: string, stage: Stage = {}): Promise<Play> {
  const { medium = 'sms' } = stage;
  const beside = { bot: source.includes('@ from tg:'), smsBeside: medium !== 'sms' };
  const partner = await openTestGateway(store, { medium, ...beside });
  const { say, pass, now, tools, gateway, sent } = partner;
  stage.begin?.(partner);
  await fillVacancies(store, vacancies);
  await fillDuty(store);
  await fillAgencies(store, agencies);
  const turns: Played[] = [];
  const at = (elapsed: number): void => pass(testStart.getTime() + elapsed - now().getTime());
  const told = async (from: string, line: string, before: number): Promise<readonly string[]> => {
    const replies = sent
      .slice(before)
      .filter(({ to }) => to === addressOf(from).userId)
      .map(({ text, choices = [] }) => ({ text, choices }));
    turns.push({ line, replies, state: await stateOf(store, from) });
    return replies.map(({ text }) => text);
  };
  const said = await playTranscript(readTranscript(source), {
    say: async (from, text, elapsed) => {
      at(elapsed);
      const before = sent.length;
      const { text: words, media } = readSent(text);
      const { account, userId } = addressOf(from);
      await say(userId, words, { media, account });
      return told(from, text, before);
    },
    event: async (from, { name, words, text }, elapsed) => {
      at(elapsed);
      const before = sent.length;
      const { account, userId } = addressOf(from);
      // `@ kartu +62...`: the own number, as Telegram vouches for it
      if (name === 'kartu') await say(userId, '', { account, phone: words[0] ?? '' });
      else await happen(tools, name, { from, words });
      await gateway.drain();
      return told(from, text, before);
    },
  });
  return { said, turns };
}
