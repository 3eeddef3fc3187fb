import { loadBook } from '../../src/flows/book.ts';
import { advance } from '../../src/flows/engine.ts';
import type { FlowBook } from '../../src/flows/flow.ts';
import { interpret } from '../../src/flows/interpret.ts';
import type { Conversation, Move, TurnContext } from '../../src/flows/types.ts';
import type { Medium } from '../../src/core/message.ts';
import type { Outcome } from '../../src/core/action.ts';
import { actions } from '../../src/services/index.ts';

const root = new URL('../../../', import.meta.url);

/** Facts of the office of Lumajang. */
export const facts = {
  kantor: 'Disnaker Lumajang',
  kantor_panjang: 'Dinas Tenaga Kerja Kab. Lumajang',
  wilayah: 'Kab. Lumajang',
  alamat: 'Jl. Veteran 53',
  jam: 'Sen-Jum 08.00-14.00',
  telepon: '(0334) 881546',
  syarat_ak1: 'KTP asli & fotokopi, fotokopi ijazah, 2 foto 3x4',
  berlaku_ak1: '2 th, lapor tiap 6 bln',
  dasar_hukum: 'Permenaker 39/2016, 18/2024, 5/2024',
  darurat: '110 atau 112',
  darurat_luar_negeri: '+62 21 29244800',
  darurat_perempuan_anak: '129',
};

/** The flows and words of this repository. */
export function ownBook(): FlowBook {
  return loadBook({
    flows: new URL('flows/', root),
    replies: new URL('templates/replies/', root),
    catalogue: actions,
  });
}

/** A turn: what was said to the person, and what is kept. */
export interface Said {
  readonly replies: readonly string[];
  readonly conversation: Conversation | null;
  readonly because: string;
}

export interface Partner {
  readonly book: FlowBook;
  readonly office: (action: string) => Outcome;
  readonly medium?: Medium;
}

/** What was kept, as the database gives it back. */
function stored<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function settle({ book, office }: Partner, move: Move, context: TurnContext): Move {
  const last = move.effects.at(-1);
  if (last?.kind !== 'do') return move;
  const outcome = office(last.action);
  if (last.silent) return move;
  const event = { kind: 'outcome', action: last.action, ...outcome } as const;
  return settle(
    { book, office },
    advance(book, stored(move.conversation), event, context),
    context,
  );
}

/** Says one text at a moment, as the gateway does it: interpret, advance, run what is asked for. */
export function say(
  partner: Partner,
  conversation: Conversation | null,
  text: string,
  now: Date,
): Said {
  const { book, medium = 'sms' } = partner;
  const context: TurnContext = { now, medium, facts, office: '35.08' };
  const { event, because } = interpret(book, conversation, text, context);
  const move = settle(partner, advance(book, conversation, event, context), context);
  const replies = move.effects.flatMap((effect) => (effect.kind === 'reply' ? [effect.text] : []));
  return { replies, conversation: stored(move.conversation), because };
}
