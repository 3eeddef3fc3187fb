import { connect, type Socket } from 'node:net';
import { rawMessage } from './messages.ts';

/** What a round of load is: messages `first` to `first + most`, until `seconds` are over. */
export interface Round {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly first: number;
  readonly most: number;
}

export interface RoundResult {
  /** Answered 2xx. */
  readonly answered: number;
  /** Anything else. */
  readonly refused: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** The length of the answer that the text begins with; undefined while it is not complete. */
function answerLength(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end + 2))?.[1];
  const whole = end + 4 + Number(length ?? 0);
  return text.length >= whole ? whole : undefined;
}

/** Sends one request after the other over one connection; `next` gives undefined at the end. */
function ask(
  url: URL,
  next: () => Buffer | undefined,
  hear: (status: string, milliseconds: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(Number(url.port), url.hostname);
    let asked = 0;
    let heard = '';
    const send = (): void => {
      const request = next();
      if (!request) return void socket.end(resolve);
      asked = performance.now();
      socket.write(request);
    };
    socket.setNoDelay(true).once('connect', send).once('error', reject);
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      const length = answerLength(heard);
      if (length === undefined) return;
      hear(heard.slice(9, 12), performance.now() - asked);
      heard = heard.slice(length);
      send();
    });
  });
}

const rank = (sorted: Float64Array, share: number): number =>
  Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100;

async function runRound(round: Round): Promise<RoundResult> {
  const requests = Array.from({ length: round.most }, (_, n) =>
    rawMessage(round.url, round.first + n),
  );
  const times: number[] = [];
  let sent = 0;
  let answered = 0;
  const start = performance.now();
  const end = start + round.seconds * 1000;
  const next = (): Buffer | undefined => (performance.now() < end ? requests[sent++] : undefined);
  const hear = (status: string, milliseconds: number): void => {
    if (status.startsWith('2')) answered += 1;
    times.push(milliseconds);
  };
  const url = new URL(round.url);
  await Promise.all(Array.from({ length: round.connections }, () => ask(url, next, hear)));
  const seconds = (performance.now() - start) / 1000;
  if (sent >= round.most) throw new Error('the round needs more messages');
  const sorted = Float64Array.from(times).toSorted();
  const refused = times.length - answered;
  return { answered, refused, seconds, p50: rank(sorted, 0.5), p99: rank(sorted, 0.99) };
}

process.on('message', (round: Round) => {
  void runRound(round).then((result) => process.send?.(result));
});
