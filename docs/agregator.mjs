// SapaKerja before any aggregator: what it calls on /masuk/KEY goes in signed, what we send goes out its way.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
const {
  PORT,
  KEY,
  HTTP_SMS_SECRET: secret,
  SAPAKERJA_URL: ours,
  AGGREGATOR_URL: theirs,
} = process.env;
const sign = (body) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const post = async (url, body, headers) =>
  (await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(8_000) })).status;
const receive = async (body) => {
  const { msgid, msisdn, message } = Object.fromEntries(new URLSearchParams(body)); // their names
  const event = JSON.stringify({ id: msgid, from: `+${msisdn}`, text: message });
  return post(`${ours}/webhooks/http`, event, { 'X-Signature': sign(event) });
};
const send = async (body) => {
  const { id, to, text: message } = JSON.parse(body);
  return post(`${theirs}/send`, new URLSearchParams({ ref: id, msisdn: to.slice(1), message })); // theirs too
};
createServer(async (request, response) => {
  const body = await text(request);
  const genuine = request.headers['x-signature'] === sign(body);
  const way = request.url === `/masuk/${KEY}` ? receive : genuine ? send : async () => 403;
  response.writeHead(await way(body).catch(() => 503)).end(); // 503: whoever called tries again
}).listen(PORT, '127.0.0.1');
