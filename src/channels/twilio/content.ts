import { z } from 'zod';
import type { OutboundMessage } from '../../core/message.ts';
import { exchange } from '../exchange.ts';
import { unreadableAnswer } from '../from-http-status.ts';
import type { Outside } from '../kind.ts';
import { twilioCredentials, type TwilioLogin } from './client.ts';
import { twilioRefusal } from './errors.ts';
import { printable, readJson } from '../untrusted.ts';
import { pressableOf, type Pressable } from '../whatsapp-choices.ts';

/*
 * Twilio takes no buttons with a message: a content is made beforehand, and filled by the message
 * (https://www.twilio.com/docs/content). Here a content is only a shape, two buttons or a list of
 * five, in which every word is a variable. Within the person's day it needs no approval.
 */

/** What making contents needs. */
export interface ContentDesk {
  readonly login: TwilioLogin;
  readonly outside: Outside;
  /** What opens a list. */
  readonly listButton: string;
}

/** A message filled into a content. */
export interface FilledContent {
  readonly contentSid: string;
  readonly contentVariables: string;
}

/** How many items, and whether those of a list are described. */
interface Shape {
  readonly name: string;
  readonly look: Pressable['look'];
  readonly count: number;
  readonly described: boolean;
}

/** Where the vault keeps the contents that were made, by their shape. */
const category = 'content';

function shapeWith(look: Pressable['look'], count: number, described: boolean): Shape {
  return { name: `${look}-${count}${described ? '-described' : ''}`, look, count, described };
}

const upTo = (most: number): number[] => Array.from({ length: most }, (_, n) => n + 1);

const shapes: readonly Shape[] = [
  ...upTo(3).map((count) => shapeWith('buttons', count, false)),
  ...upTo(10).flatMap((count) => [shapeWith('list', count, false), shapeWith('list', count, true)]),
];

const shapeOf = ({ look, items }: Pressable): Shape =>
  shapeWith(
    look,
    items.length,
    items.some(({ description }) => description !== undefined),
  );

/** The text, then id and title, and description where there are any, of each item. */
function wordsOf({ described }: Shape, text: string, { items }: Pressable): readonly string[] {
  const words = items.map(({ id, title, description = title }) => [id, title, description]);
  return [text, ...words.flatMap((item) => item.slice(0, described ? 3 : 2))];
}

/** The content of a shape, a variable in the place of each word. */
function typesOf({ look, count, described }: Shape, button: string): object {
  const width = described ? 3 : 2;
  const slot = (n: number, place: number): string => `{{${n * width + place}}}`;
  const items = Array.from({ length: count }, (_, n) => ({ id: slot(n, 2), title: slot(n, 3) }));
  const body = '{{1}}';
  if (look === 'buttons') {
    const actions = items.map((item) => ({ type: 'QUICK_REPLY', ...item }));
    return { 'twilio/quick-reply': { body, actions } };
  }
  const rows = items.map(({ id, title: item }, n) => ({
    id,
    item,
    ...(described && { description: slot(n, 4) }),
  }));
  return { 'twilio/list-picker': { body, button, items: rows } };
}

/** Names the words by their variables: from 1 on. */
const variablesOf = (words: readonly string[]): Record<string, string> =>
  Object.fromEntries(words.map((word, n) => [String(n + 1), word]));

const made = z.object({ sid: printable });

/** Twilio's server for contents lies beside that for messages. */
const serverOf = ({ apiUrl }: TwilioLogin): string =>
  apiUrl === 'https://api.twilio.com' ? 'https://content.twilio.com' : apiUrl;

async function make({ login, outside, listButton }: ContentDesk, shape: Shape): Promise<string> {
  const examples = Array.from({ length: 1 + shape.count * (shape.described ? 3 : 2) }, () => '1');
  const body = {
    friendly_name: `sapakerja_${shape.name}`,
    language: 'id',
    variables: variablesOf(examples),
    types: typesOf(shape, listButton),
  };
  const answer = await exchange(outside, {
    method: 'POST',
    url: `${serverOf(login)}/v1/Content`,
    headers: { 'content-type': 'application/json', authorization: twilioCredentials(login) },
    body: JSON.stringify(body),
  });
  if (answer.status >= 300) throw twilioRefusal(answer, outside.clock());
  const read = made.safeParse(readJson(answer.text));
  if (!read.success) throw unreadableAnswer();
  return read.data.sid;
}

/** Makes the contents that are not there yet, each once for ever. @throws SendError */
export async function prepareContents(desk: ContentDesk): Promise<void> {
  const { vault } = desk.outside;
  const kept = await vault.read(
    category,
    shapes.map(({ name }) => name),
  );
  for (const shape of shapes.filter(({ name }) => !kept.has(name))) {
    const value = await make(desk, shape);
    await vault.write([{ category, id: shape.name, value }]);
  }
}

/** The message with buttons or a list; undefined when its choices fit neither, or the content is not made yet. */
export async function fillContent(
  { outside }: Pick<ContentDesk, 'outside'>,
  { text, choices }: OutboundMessage,
): Promise<FilledContent | undefined> {
  const pressable = pressableOf(text, choices);
  if (!pressable) return undefined;
  const shape = shapeOf(pressable);
  const words = wordsOf(shape, text, pressable);
  if (words.some((word) => word.includes('{{'))) return undefined; // would be taken for a variable
  const contentSid = (await outside.vault.read(category, [shape.name])).get(shape.name);
  if (contentSid === undefined) return undefined;
  return { contentSid, contentVariables: JSON.stringify(variablesOf(words)) };
}

/** Forgets a content that Twilio does not know any more, so that it is made again. */
export async function forgetContent(
  { outside }: Pick<ContentDesk, 'outside'>,
  contentSid: string,
): Promise<void> {
  const names = shapes.map(({ name }) => name);
  const kept = await outside.vault.read(category, names);
  const gone = names.filter((name) => kept.get(name) === contentSid);
  await outside.vault.write(gone.map((id) => ({ category, id, value: null })));
}
