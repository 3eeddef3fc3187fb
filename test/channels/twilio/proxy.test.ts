import { expect } from 'chai';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import type { Channel } from '../../../src/channels/channel.ts';
import { openChannels } from '../../../src/channels/index.ts';
import { openSignatures } from '../../../src/channels/twilio/signature.ts';
import { RejectedRequest } from '../../../src/core/errors.ts';
import { parseBy, webhookRequest } from '../../helpers/channel-cases.ts';
import { accountSid, authToken } from '../../helpers/fake-twilio.ts';

const path = '/webhooks/twilio';

const usual = {
  AccountSid: accountSid,
  MessageSid: `SM${'0'.repeat(32)}`,
  From: '+6281234567890',
  To: '+15005550006',
  Body: 'halo',
};

const manyMore = Object.fromEntries(
  Array.from({ length: 20 }, (_, n) => [n === 7 ? 'Kabupatén' : `New${n}`, `x${n}`]),
);

/** A request as a proxy hands it on: what Twilio signed, and what stands in the headers here. */
interface Row {
  readonly label: string;
  readonly publicUrl?: string;
  readonly signed?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly taken: boolean;
}

const address = 'https://gw.example.go.id';
const other = 'https://palsu.example';

const rows: readonly Row[] = [
  { label: 'TLS ends at the proxy', headers: { host: '127.0.0.1:3000' }, taken: true },
  {
    label: 'the proxy tells who it is',
    headers: {
      host: 'inside',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'gw.example.go.id',
    },
    taken: true,
  },
  { label: 'signed with the standard port', signed: `${address}:443`, taken: true },
  { label: 'signed without the port', publicUrl: `${address}:8443`, signed: address, taken: true },
  { label: 'signed with our port', publicUrl: `${address}:8443`, taken: true },
  { label: 'spaces around the text', parameters: { Body: ' halo ' }, taken: true },
  { label: 'a name in brackets', parameters: { 'a[b]': '1' }, taken: true },
  { label: 'twenty parameters that nobody knows', parameters: manyMore, taken: true },
  {
    label: 'signed for another host, which the headers name',
    signed: other,
    headers: { host: 'palsu.example', 'x-forwarded-host': 'palsu.example' },
    taken: false,
  },
  { label: 'signed for http', signed: 'http://gw.example.go.id', taken: false },
  { label: 'signed with another port', signed: `${address}:8443`, taken: false },
  { label: 'signed for another path', signed: `${address}/x`, taken: false },
  { label: "another account's", parameters: { AccountSid: `AC${'9'.repeat(32)}` }, taken: false },
];

async function openAt(publicUrl: string): Promise<Channel> {
  const env = {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_SMS_FROM: '+15005550006',
  };
  const [channel] = await openChannels(env, { publicUrl });
  if (!channel) throw new Error('the channel is off');
  return channel;
}

/** The request as it comes to us. */
function requestOf({ publicUrl = address, signed = publicUrl, headers, parameters }: Row) {
  const given = { ...usual, ...parameters };
  const signature = getExpectedTwilioSignature(authToken, signed + path, given);
  const body = new URLSearchParams(given).toString();
  return webhookRequest(path, body, { ...headers, 'x-twilio-signature': signature });
}

async function isTaken(row: Row): Promise<boolean> {
  const channel = await openAt(row.publicUrl ?? address);
  try {
    const [event] = parseBy(channel, requestOf(row)).events;
    expect(event).to.include({ text: row.parameters?.['Body'] ?? usual.Body });
    return true;
  } catch (error) {
    if (error instanceof RejectedRequest && error.status === 403) return false;
    throw error;
  }
}

describe('a request of Twilio behind a proxy', () => {
  for (const row of rows) {
    it(`${row.label}: ${row.taken ? 'taken' : 'refused'}`, async () => {
      expect(await isTaken(row)).to.equal(row.taken);
    });
  }
});

describe('the signature that Twilio has published', () => {
  const isSigned = openSignatures('12345', 'https://mycompany.com');
  const published = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';
  const parameters = {
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
  };

  it('is right, and with one digit more it is not', () => {
    const where = '/myapp.php?foo=1&bar=2';
    expect(isSigned(published, where, parameters)).to.equal(true);
    expect(isSigned(published, where, { ...parameters, Digits: '12345' })).to.equal(false);
    expect(isSigned(published, `${where}3`, parameters)).to.equal(false);
  });
});
