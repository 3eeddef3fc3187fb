import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';
import { authToken } from '../../helpers/fake-twilio.ts';

/** What the durable turn is measured beside: Express, and the signature checked by one HMAC. */
const [port = '0', url = ''] = process.argv.slice(2);

function isGenuine(signature: string, parameters: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(parameters).toSorted();
  const said = `${url}/webhooks/twilio${names.map((name) => name + parameters[name]).join('')}`;
  const expected = createHmac('sha1', authToken).update(said, 'utf8').digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const app = express();
app.post('/webhooks/twilio', express.urlencoded({ extended: false }), (request, response) => {
  const signature = request.get('x-twilio-signature') ?? '';
  if (!isGenuine(signature, request.body as Record<string, string>)) {
    return void response.sendStatus(403);
  }
  response.type('text/xml').send('<Response></Response>');
});
app.get('/readyz', (_request, response) => void response.send('ready'));
app.listen(Number(port), '127.0.0.1');
