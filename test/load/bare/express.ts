import express from 'express';
import twilio from 'twilio';
import { authToken } from '../../helpers/fake-twilio.ts';

/** What the durable turn is measured beside: Express, and nothing but the signature check. */
const [port = '0', url = ''] = process.argv.slice(2);

const app = express();
app.post('/webhooks/twilio', express.urlencoded({ extended: false }), (request, response) => {
  const signature = request.get('x-twilio-signature') ?? '';
  const parameters = request.body as Record<string, string>;
  const isGenuine = twilio.validateRequest(
    authToken,
    signature,
    `${url}/webhooks/twilio`,
    parameters,
  );
  if (!isGenuine) return void response.sendStatus(403);
  response.type('text/xml').send('<Response></Response>');
});
app.get('/readyz', (_request, response) => void response.send('ready'));
app.listen(Number(port), '127.0.0.1');
