import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { Channel } from '../channels/channel.ts';
import type { Simulator } from '../channels/simulator.ts';
import { isoTime } from '../core/format.ts';
import { explain } from '../gateway/explain.ts';
import { conversationLog, findContact } from '../services/messages.ts';
import { officeFacts } from '../services/offices.ts';
import { demandLocalOrOfficer, demandOwnPage } from './access.ts';
import { streamNews } from './news.ts';
import { renderPage, templates } from './pages.ts';
import type { WebParts } from './parts.ts';
import { check, readJson } from './read.ts';

const phone = {
  account: z.enum(['sms', 'whatsapp', 'telegram']),
  from: z.string().regex(/^\+?\d{5,15}$/),
};
const phoneQuery = z.object(phone);
const message = z.object({
  ...phone,
  text: z.string().min(1).max(4096),
  key: z.string().regex(/^[0-9a-f]{32}$/),
});

const sentence = z.object({ text: z.string().min(1).max(4096) });

/** Files of the page; the last is the counter that the service itself uses, in the browser. */
const files: Readonly<Record<string, string>> = {
  'simulator.css': join(templates, 'simulator/simulator.css'),
  'simulator.js': join(templates, 'simulator/simulator.js'),
  'icon.svg': join(templates, 'simulator/icon.svg'),
  'sms.js': fileURLToPath(new URL('../core/sms.js', import.meta.url)),
};

function isSimulator(channel: Channel): channel is Simulator {
  return channel.name === 'simulator' && 'subscribe' in channel;
}

function servePage({ store, config }: WebParts): RequestHandler {
  return async (_request, response) => {
    const { kantor } = await officeFacts(store, config.office);
    const values = { office: kantor, rupiah: config.smsSegmentRupiah };
    response.type('html').send(renderPage('simulator/page', values));
  };
}

function serveFile(): RequestHandler<{ file: string }> {
  return async ({ params }, response, next) => {
    const path = Object.hasOwn(files, params.file) ? files[params.file] : undefined;
    if (path === undefined) return next();
    response.type(params.file).send(await readFile(path));
  };
}

/** What one phone sent and got, read from the service's own record. */
function serveMessages({ store, config }: WebParts): RequestHandler {
  return async (request, response) => {
    const { account, from } = check('query', phoneQuery, request.query);
    const address = { channel: 'simulator', account, userId: from };
    const contact = await findContact(store, address);
    const log = contact === undefined ? [] : await conversationLog(store, contact);
    const messages = log.map((entry) => ({ ...entry, at: isoTime(entry.at, config.timezone) }));
    response.json({ messages });
  };
}

/** Someone pressed "Kirim": answered once the message is durable. */
function takeMessage({ gateway }: WebParts): RequestHandler {
  return async (request, response) => {
    demandOwnPage(request);
    const sent = check('body', message, await readJson(request));
    await gateway.receive('simulator', [{ kind: 'message', ...sent }]);
    response.status(204).end();
  };
}

/** What a text is read as by itself: what `sapakerja understand` prints. In the body: a text may name somebody. */
function explainText({ config, clock }: WebParts): RequestHandler {
  return async (request, response) => {
    demandOwnPage(request);
    const { text } = check('body', sentence, await readJson(request));
    response.json(explain(text, { office: config.office, now: clock() }));
  };
}

/**
 * Phones in the browser. Not there at all unless it is switched on; open to who sits at this machine
 * and to officers, because whoever uses it costs the office nothing but could fill its inbox.
 */
export function simulator(parts: WebParts): Router {
  const router = Router();
  const channel = parts.channels().find(isSimulator);
  if (!parts.config.simulator || !channel) return router;
  router.use('/simulator', async (request, _response, next) => {
    await demandLocalOrOfficer(parts, request);
    next();
  });
  router.get('/', (_request, response) => response.redirect('/simulator'));
  router.get('/simulator', servePage(parts));
  router.get('/simulator/messages', serveMessages(parts));
  router.post('/simulator/messages', takeMessage(parts));
  router.post('/simulator/explain', explainText(parts));
  router.get('/simulator/events', streamNews(parts, channel));
  router.get('/simulator/:file', serveFile());
  return router;
}
