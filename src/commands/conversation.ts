import { randomUUID } from 'node:crypto';
import { openTerminal } from '../channels/terminal.ts';
import type { Medium, OutboundMessage } from '../core/message.ts';
import type { Values } from '../core/json.ts';
import { openGateway } from '../gateway/gateway.ts';
import type { GatewayTools } from '../gateway/tools.ts';
import { findContact } from '../services/messages.ts';
import { listOutbound } from '../store/outbound.ts';

/** Who talks, and how the replies are shown. */
export interface Talk {
  readonly medium: Medium;
  readonly from: string;
  /** One JSON object a reply instead of lines that begin with `< `. */
  readonly json: boolean;
  readonly office: string;
}

/** Where messages come from and replies go to. */
export interface Ends {
  /** One message a line, UTF-8. */
  readonly input: AsyncIterable<Uint8Array>;
  readonly print: (line: string) => void;
  /** Called when the next message is waited for. */
  readonly ready: () => void;
}

/**
 * The lines of a stream. Only a line feed ends one: readline would also end a message at U+2028 or
 * a lone carriage return, which people paste.
 */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

const asLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => `< ${line}`)
    .join('\n');

/** The replies with what was understood, as `--json` promises them. */
async function explain(
  { store }: GatewayTools,
  { medium, from }: Talk,
  replies: readonly OutboundMessage[],
): Promise<string[]> {
  const contact = await findContact(store, { channel: 'terminal', account: medium, userId: from });
  const stored = contact === undefined ? [] : await listOutbound(store, contact);
  const known = new Map(stored.map((message) => [message.publicId, message]));
  return replies.map(({ id, text }) => {
    const { trace, segments = 1 } = known.get(id) ?? {};
    const { flow = null, step = null, expects = null } = (trace ?? {}) as Values;
    return JSON.stringify({ text, flow, step, expects, segments });
  });
}

/**
 * Talks through the real gateway until the input ends: one message a line in, its whole reply out
 * before the next line is read. Sends nothing but what is for this talk's own address, so that it
 * may run beside a server.
 */
export async function converse(tools: GatewayTools, talk: Talk, ends: Ends): Promise<void> {
  const { medium, from, json, office } = talk;
  const sent: OutboundMessage[] = [];
  const channels = [openTerminal(medium, (message) => void sent.push(message))];
  const gateway = await openGateway({ ...tools, channels, office, to: from });
  const printReplies = async (): Promise<void> => {
    await gateway.drain();
    const replies = sent.splice(0);
    const lines = json
      ? await explain(tools, talk, replies)
      : replies.map(({ text }) => asLines(text));
    for (const line of lines) ends.print(line);
    ends.ready();
  };
  await printReplies(); // what an officer answered meanwhile
  for await (const text of linesOf(ends.input)) {
    const message = { key: randomUUID(), account: medium, from, text };
    await gateway.receive('terminal', [{ kind: 'message', ...message }]);
    await printReplies();
  }
  await gateway.stop();
}
