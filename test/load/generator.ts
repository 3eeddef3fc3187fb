import { connect, type Socket } from 'node:net';
import { traffics, type TrafficName } from './traffic.ts';

/** What a round of load is: requests `first` to `first + most`, until `seconds` are over. */
export interface Round {
  readonly url: string;
  /** Twilio's when not given. */
  readonly traffic?: TrafficName;
  readonly connections: number;
  readonly seconds: number;
  readonly first: number;
  readonly most: number;
  /** Requests a second; as fast as they are answered when not given. */
  readonly rate?: number | undefined;
}

export interface RoundResult {
  /** Answered 2xx. */
  readonly answered: number;
  /** Anything else. */
  readonly refused: number;
  readonly seconds: number;
  /** Milliseconds; of a load with a rate, from the moment the request was due. */
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  /** The share of one core that the generator used: near 1, it is the limit. */
  readonly generator: number;
}

/** The length of the answer that the text begins with; undefined while it is not complete. */
function answerLength(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end + 2))?.[1];
  const whole = end + 4 + Number(length ?? 0);
  return text.length >= whole ? whole : undefined;
}

function coreTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

/** A connection that carries one request after the other, the first before anything is measured. */
class Line {
  readonly #socket: Socket;
  readonly #load: Load;
  #heard = '';
  #due: number | undefined;

  constructor(load: Load, url: URL) {
    this.#load = load;
    this.#socket = connect(Number(url.port), url.hostname);
    this.#socket.setNoDelay(true);
    this.#socket.write(`GET /readyz HTTP/1.1\r\nhost: ${url.host}\r\n\r\n`);
    this.#socket.on('data', (chunk) => this.#take(chunk.toString('latin1')));
    this.#socket.once('error', (error) => load.failed(error));
  }

  ask(request: Buffer, due: number): void {
    this.#due = due;
    this.#socket.write(request);
  }

  close(): void {
    this.#socket.end();
  }

  #take(chunk: string): void {
    this.#heard += chunk;
    const length = answerLength(this.#heard);
    if (length === undefined) return;
    const status = this.#heard.slice(9, 12);
    this.#heard = this.#heard.slice(length);
    if (this.#due !== undefined) this.#load.hear(status, performance.now() - this.#due);
    this.#load.rest(this);
  }
}

/**
 * The requests of a round on their way over its lines. It begins when the server has accepted all
 * of them: Node takes one connection each time around, and those it has not taken would wait while
 * the others ask again and again (measured: more than 200 requests overtook one).
 */
class Load {
  readonly times: number[] = [];
  answered = 0;
  readonly ended: Promise<void>;
  readonly #requests: readonly Buffer[];
  readonly #round: Round;
  #start = Infinity;
  #end = Infinity;
  readonly #idle: Line[] = [];
  #sent = 0;
  #usedBefore = 0;
  #settle: { resolve: () => void; reject: (error: Error) => void } | undefined;

  constructor(round: Round, requests: readonly Buffer[]) {
    this.#requests = requests;
    this.#round = round;
    this.ended = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    const url = new URL(round.url);
    for (let n = 0; n < round.connections; n += 1) void new Line(this, url);
  }

  hear(status: string, milliseconds: number): void {
    if (status.startsWith('2')) this.answered += 1;
    this.times.push(milliseconds);
  }

  failed(error: Error): void {
    this.#settle?.reject(error);
  }

  /** The line has nothing to do. */
  rest(line: Line): void {
    this.#idle.push(line);
    if (this.#start === Infinity) this.#begin();
    this.pump();
  }

  /** How long it went on, in seconds, until now. */
  get seconds(): number {
    return (performance.now() - this.#start) / 1000;
  }

  /** The processor time that the generator used for it, in seconds, until now. */
  get used(): number {
    return coreTime() - this.#usedBefore;
  }

  #begin(): void {
    if (this.#idle.length < this.#round.connections) return;
    this.#start = performance.now();
    this.#end = this.#start + this.#round.seconds * 1000;
    this.#usedBefore = coreTime();
  }

  /** Sends what is due, as far as lines are free; ends the round when all is answered. */
  pump(): void {
    while (this.#idle.length > 0 && this.#start !== Infinity) {
      const now = performance.now();
      const due = this.#due(now);
      if (due >= this.#end) return this.#finish();
      if (due > now) return;
      const request = this.#requests[this.#sent];
      if (!request) return this.failed(new Error('the round needs more messages'));
      this.#sent += 1;
      this.#idle.pop()?.ask(request, due);
    }
  }

  /** When the next request is to be sent. */
  #due(now: number): number {
    const { rate } = this.#round;
    return rate === undefined ? now : this.#start + (this.#sent * 1000) / rate;
  }

  #finish(): void {
    if (this.#idle.length < this.#round.connections) return;
    for (const line of this.#idle) line.close();
    this.#settle?.resolve();
  }
}

const rank = (sorted: Float64Array, share: number): number =>
  Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100;

let prepared: { readonly of: string; readonly requests: readonly Buffer[] } | undefined;

/** The requests of a round; a round that is sent again finds them made. */
function prepare({ url, traffic = 'twilio', first, most }: Round): readonly Buffer[] {
  const of = [url, traffic, first, most].join(' ');
  if (prepared?.of !== of) {
    const make = traffics[traffic];
    prepared = { of, requests: Array.from({ length: most }, (_, n) => make(url, first + n)) };
  }
  return prepared.requests;
}

async function runRound(round: Round): Promise<RoundResult> {
  const load = new Load(round, prepare(round));
  const timer = round.rate === undefined ? undefined : setInterval(() => load.pump(), 1);
  await load.ended.finally(() => clearInterval(timer));
  const { seconds, used } = load;
  const sorted = Float64Array.from(load.times).toSorted();
  return {
    answered: load.answered,
    refused: sorted.length - load.answered,
    seconds,
    p50: rank(sorted, 0.5),
    p99: rank(sorted, 0.99),
    longest: rank(sorted, 0.999_999),
    generator: Math.round((used / seconds) * 100) / 100,
  };
}

process.on('message', (round: Round) => {
  void runRound(round).then((result) => process.send?.(result));
});
