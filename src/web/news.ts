import type { RequestHandler, Response } from 'express';
import type { Simulator } from '../channels/simulator.ts';
import { ProblemError } from './errors.ts';
import { faultOf } from '../core/fault.ts';
import type { WebParts } from './parts.ts';

interface Phone {
  readonly account: string;
  readonly from: string;
}

const form = /^(sms|whatsapp|telegram):(\+?\d{5,15})$/;
const most = 20;

function readPhone(text: string): Phone {
  const [, account = '', from = ''] = form.exec(text) ?? [];
  if (account === '') throw new ProblemError({ status: 400, code: 'invalid-query' });
  return { account, from };
}

/** `?phone=sms:+62812...&phone=telegram:70...` */
function readPhones(url: string): readonly Phone[] {
  const asked = new URL(url, 'http://localhost').searchParams.getAll('phone');
  if (asked.length > most) throw new ProblemError({ status: 400, code: 'invalid-query' });
  return asked.map(readPhone);
}

/** A phone that is switched on: it takes the message, and the network says so to the office. */
function switchOn(
  { gateway, log }: WebParts,
  channel: Simulator,
  { account, from }: Phone,
  response: Response,
): () => void {
  const tell = (): void => {
    response.write(`event: news\ndata: ${account}:${from}\n\n`);
  };
  return channel.subscribe(account, from, ({ id }) => {
    tell();
    gateway
      .receive('simulator', [{ kind: 'report', account, providerId: id, status: 'delivered' }])
      .then(tell, (error: unknown) => log.error(faultOf(error), 'simulated report not stored'));
  });
}

/**
 * Server-sent events: one `news` with the phone's name whenever something of it changed. The page
 * then reads the record anew, so that nothing is lost with a connection.
 */
export function streamNews(parts: WebParts, channel: Simulator): RequestHandler {
  return (request, response) => {
    const phones = readPhones(request.url);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    response.write('retry: 1000\n\n');
    const switchOff = phones.map((phone) => switchOn(parts, channel, phone, response));
    // Proxies close what is silent for a minute.
    const pulse = setInterval(() => response.write(':\n\n'), 25_000);
    const end = (): void => {
      clearInterval(pulse);
      for (const off of switchOff) off();
      request.app.off('stopping', end);
      response.end();
    };
    request.app.once('stopping', end);
    response.once('close', end);
  };
}
