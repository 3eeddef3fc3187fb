import { Scenes, Telegraf, session, type Context } from 'telegraf';
import { webhookSecret } from '../updates.ts';
import { help, isYes, questions, review, thanks, type Form } from './registration.ts';
import { file, me, sendMessage, serve, token } from './serve.ts';
import { openSessions } from './sessions.ts';

/** telegraf: a WizardScene, its session in SQLite, what it sends answered on the spot. */
interface Session extends Scenes.WizardSession {
  registered?: Form;
}

interface Talk extends Context {
  session: Session;
  scene: Scenes.SceneContextScene<Talk, Scenes.WizardSessionData>;
  wizard: Scenes.WizardContextWizard<Talk>;
}

const answered = (_method: string, payload: Parameters<typeof sendMessage>[0]): Promise<unknown> =>
  Promise.resolve(sendMessage(payload));

async function say(talk: Talk, text: string): Promise<void> {
  await talk.reply(text);
}

const heard = (talk: Talk): string =>
  talk.message && 'text' in talk.message ? talk.message.text : '';

const steps = questions.map(({ field, ask, read }, at) => async (talk: Talk) => {
  const value = read(heard(talk));
  if (value === undefined) return say(talk, ask);
  const form = Object.assign(talk.wizard.state, { [field]: value }) as Partial<Form>;
  talk.wizard.next();
  return say(talk, questions[at + 1]?.ask ?? review(form));
});

const registration = new Scenes.WizardScene<Talk>(
  'daftar',
  async (talk) => {
    talk.wizard.next();
    await say(talk, questions[0]?.ask ?? '');
  },
  ...steps,
  async (talk) => {
    const form = talk.wizard.state as Form;
    if (!isYes(heard(talk))) return say(talk, review(form));
    talk.session.registered = form;
    await say(talk, thanks);
    return talk.scene.leave();
  },
);

const sessions = openSessions(file);
const bot = new Telegraf<Talk>(token);
bot.botInfo = me;
bot.use(async (talk, next) => {
  Object.assign(talk.telegram, { callApi: answered });
  await next();
});
bot.use(
  session({
    store: {
      get: (key) => sessions.read(key) as Session | undefined,
      set: (key, state) => sessions.write(key, state),
      delete: (key) => sessions.remove(key),
    },
  }),
);
bot.use(new Scenes.Stage<Talk>([registration]).middleware());
bot.hears(/^daftar$/i, (talk) => talk.scene.enter('daftar'));
bot.on('message', (talk) => say(talk, help));
const webhook = bot.webhookCallback('/webhooks/telegram', { secretToken: webhookSecret });
serve((request, response) => void webhook(request, response));
