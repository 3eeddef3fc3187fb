import type { RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';
import {
  ActivityTypes,
  BotAdapter,
  ConversationState,
  TurnContext,
  type Activity,
  type ResourceResponse,
  type StoreItems,
} from 'botbuilder-core';
import {
  DialogSet,
  DialogTurnStatus,
  TextPrompt,
  WaterfallDialog,
  type DialogTurnResult,
  type WaterfallStepContext,
} from 'botbuilder-dialogs';
import { webhookSecret } from '../updates.ts';
import { help, isYes, questions, review, thanks, type Form } from './registration.ts';
import { countReply, file, serve } from './serve.ts';
import { openSessions } from './sessions.ts';

/** Bot Framework: a WaterfallDialog with prompts, its state in SQLite, what it sends answered on the spot. */
class Adapter extends BotAdapter {
  sendActivities(_turn: TurnContext, sent: Partial<Activity>[]): Promise<ResourceResponse[]> {
    for (const { type } of sent) if (type === ActivityTypes.Message) countReply();
    return Promise.resolve(sent.map((_, n) => ({ id: String(n) })));
  }

  updateActivity(): Promise<void> {
    return Promise.reject(new Error('nothing is updated'));
  }

  deleteActivity(): Promise<void> {
    return Promise.reject(new Error('nothing is deleted'));
  }

  override continueConversation(): Promise<void> {
    return Promise.reject(new Error('nothing is continued'));
  }

  /** Runs one turn. */
  take(activity: Partial<Activity>, logic: (turn: TurnContext) => Promise<void>): Promise<void> {
    return this.runMiddleware(new TurnContext(this, activity), logic);
  }
}

const sessions = openSessions(file);
const state = new ConversationState({
  read: (keys) => Promise.resolve(Object.fromEntries(keys.map((key) => [key, sessions.read(key)]))),
  write: (changes: StoreItems) => {
    for (const [key, item] of Object.entries(changes)) sessions.write(key, item);
    return Promise.resolve();
  },
  delete: (keys) => {
    for (const key of keys) sessions.remove(key);
    return Promise.resolve();
  },
});
const dialogState = state.createProperty('dialogState');
const registered = state.createProperty<Form>('registered');

const dialogs = new DialogSet(dialogState);
for (const { field, read } of questions) {
  dialogs.add(
    new TextPrompt(field, ({ recognized: { value = '' } }) =>
      Promise.resolve(read(value) !== undefined),
    ),
  );
}
dialogs.add(
  new TextPrompt('yes', ({ recognized: { value = '' } }) => Promise.resolve(isYes(value))),
);

type Step = WaterfallStepContext<object>;

/** Keeps what the question before this step was answered. */
function keep({ values, result, index }: Step): Partial<Form> {
  const answered = questions[index - 1];
  if (answered) Object.assign(values, { [answered.field]: answered.read(String(result)) });
  return values;
}

dialogs.add(
  new WaterfallDialog('daftar', [
    ...questions.map(({ field, ask }) => async (step: Step): Promise<DialogTurnResult> => {
      keep(step);
      return step.prompt(field, { prompt: ask, retryPrompt: ask });
    }),
    async (step: Step) => {
      const prompt = review(keep(step));
      return step.prompt('yes', { prompt, retryPrompt: prompt });
    },
    async (step: Step) => {
      await registered.set(step.context, step.values as Form);
      await step.context.sendActivity(thanks);
      return step.endDialog();
    },
  ]),
);

async function talk(turn: TurnContext): Promise<void> {
  const context = await dialogs.createContext(turn);
  const { status } = await context.continueDialog();
  if (status === DialogTurnStatus.empty) {
    if (/^daftar$/i.test(turn.activity.text)) await context.beginDialog('daftar');
    else await turn.sendActivity(help);
  }
  await state.saveChanges(turn);
}

interface Update {
  readonly update_id: number;
  readonly message: {
    readonly message_id: number;
    readonly from: { readonly id: number; readonly first_name: string };
    readonly chat: { readonly id: number };
    readonly text: string;
  };
}

/** A message of Telegram as the framework sees one. */
const activityOf = ({ message: { message_id, from, chat, text } }: Update): Partial<Activity> => ({
  type: ActivityTypes.Message,
  id: String(message_id),
  channelId: 'telegram',
  serviceUrl: 'https://telegram.botframework.com/',
  from: { id: String(from.id), name: from.first_name },
  recipient: { id: 'disnaker_bot', name: 'Disnaker' },
  conversation: { id: String(chat.id), isGroup: false, conversationType: 'personal', name: '' },
  text,
});

const adapter = new Adapter();

async function take(request: Parameters<RequestListener>[0]): Promise<number> {
  if (request.headers['x-telegram-bot-api-secret-token'] !== webhookSecret) return 401;
  await adapter.take(activityOf((await json(request)) as Update), talk);
  return 200;
}

serve((request, response) => {
  void take(request).then((status) => response.writeHead(status, { 'content-length': 0 }).end());
});
