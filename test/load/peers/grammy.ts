import {
  conversations,
  createConversation,
  type Conversation,
  type ConversationData,
  type ConversationFlavor,
  type VersionedStateStorage,
} from '@grammyjs/conversations';
import { Bot, webhookCallback, type Context } from 'grammy';
import { webhookSecret } from '../updates.ts';
import { help, isYes, questions, review, thanks, type Form } from './registration.ts';
import { file, me, sendMessage, serve, token } from './serve.ts';
import { openSessions } from './sessions.ts';

/** grammY: a conversation, its state in SQLite, what it sends answered on the spot. */
type Talk = ConversationFlavor<Context>;

/** The plugin asks the API beneath whatever could answer before: so it is the network that answers. */
function network(_url: unknown, { body }: { readonly body: string }): Promise<object> {
  const result = sendMessage(JSON.parse(body) as Parameters<typeof sendMessage>[0]);
  return Promise.resolve({ json: () => Promise.resolve({ ok: true, result }) });
}

const heard = async (conversation: Conversation<Talk>): Promise<string> =>
  (await conversation.waitFor('message:text')).message.text;

const finished = new Map<string, Form>();

async function daftar(conversation: Conversation<Talk>, talk: Context): Promise<void> {
  const form: Partial<Form> = {};
  for (const { field, ask, read } of questions) {
    let value: ReturnType<typeof read>;
    while (value === undefined) {
      await talk.reply(ask);
      value = read(await heard(conversation));
    }
    Object.assign(form, { [field]: value });
  }
  do await talk.reply(review(form));
  while (!isYes(await heard(conversation)));
  await conversation.external(() => void finished.set(String(talk.chatId), form as Form));
  await talk.reply(thanks);
}

/** The plugin removes the state of a finished conversation: the same commit keeps what it found out. */
function close(key: string): void {
  const registered = finished.get(key);
  finished.delete(key);
  if (registered) sessions.write(key, { registered });
  else sessions.remove(key);
}

type State = Awaited<ReturnType<VersionedStateStorage<string, ConversationData>['read']>>;

const sessions = openSessions(file);
const bot = new Bot<Talk>(token, { botInfo: me, client: { fetch: network as never } });
bot.use(
  conversations<Talk, Context>({
    storage: {
      type: 'key',
      adapter: {
        read: (key) => {
          const state = sessions.read(key) as State | { readonly registered: Form };
          return state && 'version' in state ? state : undefined;
        },
        write: (key, state) => sessions.write(key, state),
        delete: close,
      },
    },
  }),
);
bot.use(createConversation(daftar));
bot.hears(/^daftar$/i, (talk) => talk.conversation.enter('daftar'));
bot.on('message', (talk) => talk.reply(help));
const webhook = webhookCallback(bot, 'http', { secretToken: webhookSecret });
serve((request, response) => void webhook(request, response));
