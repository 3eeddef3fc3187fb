import type { WAMessage, WAMessageUpdate } from '@whiskeysockets/baileys';
import type { ChannelEvent, ChannelHealth } from '../../core/message.ts';
import type { Outside } from '../kind.ts';
import { openInbox, type Deliver, type Pause } from './inbox.ts';
import { personJid } from './jid.ts';
import type { Session } from './keys.ts';
import { readMessage, readUpdate, type Surroundings } from './reader.ts';
import type { Socket } from './socket.ts';
import { openUnread, patience, type UnreadList } from './unread.ts';

/** What was heard, on its way to be stored. */
export interface Hearing {
  readonly messages: (session: Session, socket: Socket, messages: readonly WAMessage[]) => void;
  readonly updates: (updates: readonly WAMessageUpdate[]) => void;
  readonly tell: (health: ChannelHealth) => void;
  /** Resolves when all that was heard is stored. */
  readonly end: () => Promise<void>;
}

interface HearingParts {
  readonly outside: Outside;
  readonly pause: Pause;
  /** Whether we are about to send, or just have sent, a message with this id. */
  readonly isOwn: (id: string) => boolean;
}

/** How many messages wait to be readable, when that has changed. */
function countOf({ waiting }: UnreadList, before: number): readonly ChannelEvent[] {
  if (waiting === before) return [];
  return [{ kind: 'health', state: 'up', code: waiting === 0 ? null : `undecrypted-${waiting}` }];
}

function surroundings(
  { outside, isOwn }: HearingParts,
  unread: UnreadList,
  { session, socket }: { readonly session: Session; readonly socket: Socket },
): Surroundings {
  const { me } = session.creds;
  const self = [personJid(me?.id), personJid(me?.lid)];
  const { lidMapping } = socket.signalRepository;
  return {
    unread,
    isOurs: async (id) => isOwn(id) || (await outside.sentText(id)) !== undefined,
    phoneJid: async (lid) => (await lidMapping.getPNForLID(lid)) ?? undefined,
    isSelf: (jid) => self.includes(jid),
  };
}

/** Begins to hear; what was unreadable before a restart is remembered. */
export async function openHearing(parts: HearingParts, deliver: Deliver): Promise<Hearing> {
  const { outside, pause } = parts;
  const ending = new AbortController();
  const { signal } = ending;
  const inbox = openInbox(deliver, pause, signal);
  const unread = await openUnread(outside.vault, outside.clock);

  /** Asks, when patience has ended, for what could not be read. */
  const lookBack = async (): Promise<void> => {
    await pause(patience, signal);
    if (signal.aborted) return;
    inbox.add(async () => {
      const before = unread.waiting;
      const overdue = await unread.takeOverdue();
      const asked = overdue.map((message) => ({ kind: 'message', ...message }) as const);
      return [...asked, ...countOf(unread, before)];
    });
  };

  if (unread.waiting > 0) void lookBack();
  return {
    messages: (session, socket, messages) => {
      const around = surroundings(parts, unread, { session, socket });
      for (const message of messages) {
        inbox.add(async () => {
          const before = unread.waiting;
          const events = await readMessage(around, message);
          if (unread.waiting > before) void lookBack();
          return [...events, ...countOf(unread, before)];
        });
      }
    },
    updates: (updates) => inbox.add(async () => updates.flatMap(readUpdate)),
    tell: (health) => inbox.add(async () => [{ kind: 'health', ...health }]),
    end: async () => {
      ending.abort();
      await inbox.idle();
    },
  };
}
