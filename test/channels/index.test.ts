import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { kinds, openChannels } from '../../src/channels/index.ts';
import { ConfigError } from '../../src/core/errors.ts';

const surroundings = { publicUrl: 'https://gw.example.go.id' };
const token = 'rahasia-sekali';
const full = {
  TWILIO_ACCOUNT_SID: 'AC0123',
  TWILIO_AUTH_TOKEN: token,
  TWILIO_SMS_FROM: '+15005550006',
};

const failure = async (env: Record<string, string | undefined>): Promise<unknown> =>
  openChannels(env, surroundings).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('openChannels', () => {
  const on = [
    { label: 'nothing set', env: {}, expected: [] },
    {
      label: 'empty settings',
      env: { TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: ' ' },
      expected: [],
    },
    { label: 'only optional settings', env: { TWILIO_RATE: '5', HTTP_SMS_RATE: '' }, expected: [] },
    { label: 'all of Twilio', env: full, expected: ['twilio'] },
    {
      label: 'two channels',
      env: { ...full, HTTP_SMS_SEND_URL: 'http://127.0.0.1:9/s', HTTP_SMS_SECRET: 'x' },
      expected: ['twilio', 'http'],
    },
  ];
  for (const { label, env, expected } of on) {
    it(`opens ${expected.join(' and ') || 'no channel'}: ${label}`, async () => {
      const channels = await openChannels(env, surroundings);
      expect(channels.map(({ name }) => name)).to.deep.equal(expected);
    });
  }

  const senders = [
    { label: 'SMS', env: {}, expected: ['sms'] },
    {
      label: 'both',
      env: { TWILIO_WHATSAPP_FROM: 'whatsapp:+14155238886' },
      expected: ['sms', 'whatsapp'],
    },
    {
      label: 'WhatsApp',
      env: { TWILIO_SMS_FROM: '', TWILIO_WHATSAPP_FROM: '+14155238886' },
      expected: ['whatsapp'],
    },
  ];
  for (const { label, env, expected } of senders) {
    it(`has an account for each sender of Twilio: ${label}`, async () => {
      const [channel] = await openChannels({ ...full, ...env, TWILIO_RATE: '2.5' }, surroundings);
      expect(channel?.accounts.map(({ name }) => name)).to.deep.equal(expected);
      expect(channel?.accounts.every(({ phone }) => phone?.startsWith('+'))).to.equal(true);
      expect(channel?.rate).to.equal(2.5);
    });
  }

  const wrong = [
    {
      label: 'a token is missing',
      env: { ...full, TWILIO_AUTH_TOKEN: '' },
      says: 'TWILIO_AUTH_TOKEN',
    },
    {
      label: 'every sender is missing',
      env: { ...full, TWILIO_SMS_FROM: undefined },
      says: 'TWILIO_SMS_FROM or TWILIO_WHATSAPP_FROM',
    },
    {
      label: 'two settings are missing',
      env: { TWILIO_SMS_FROM: '+1' },
      says: 'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN',
    },
    {
      label: 'the sid is none',
      env: { ...full, TWILIO_ACCOUNT_SID: token },
      says: 'TWILIO_ACCOUNT_SID',
    },
    { label: 'a rate is no number', env: { ...full, TWILIO_RATE: 'cepat' }, says: 'TWILIO_RATE' },
    { label: 'a rate is zero', env: { ...full, TWILIO_RATE: '0' }, says: 'TWILIO_RATE' },
    {
      label: 'an address is none',
      env: { ...full, TWILIO_API_URL: 'localhost' },
      says: 'TWILIO_API_URL',
    },
    {
      label: 'an address holds a password',
      env: { HTTP_SMS_SEND_URL: `https://a:${token}@gw.id/`, HTTP_SMS_SECRET: 'x' },
      says: 'HTTP_SMS_SEND_URL',
    },
    {
      label: 'a secret is missing',
      env: { HTTP_SMS_SEND_URL: 'https://gw.id/' },
      says: 'HTTP_SMS_SECRET',
    },
  ];
  for (const { label, env, says } of wrong) {
    it(`says what is wrong, and no secret, when ${label}`, async () => {
      const error = await failure(env);
      expect(error).to.be.instanceOf(ConfigError);
      expect(String(error)).to.include(says).and.not.include(token);
    });
  }

  for (const { name } of kinds) {
    it(`${name} has its table of cases`, () => {
      const test = readFileSync(new URL(`${name}.test.js`, import.meta.url), 'utf8');
      expect(test).to.match(new RegExp(`describeChannel\\(\\{\\s*name: '${name}'`));
    });
  }

  const clouds = [
    'http://169.254.169.254/latest/meta-data',
    'http://2852039166/latest',
    'http://0xa9fea9fe/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://0.0.0.0:3000/',
    'http://metadata.google.internal/',
  ];
  for (const url of clouds) {
    it(`opens no sender at a cloud's own address: ${url}`, async () => {
      for (const env of [
        { ...full, TWILIO_API_URL: url },
        { TELEGRAM_BOT_TOKEN: '1:a', TELEGRAM_API_URL: url },
        { HTTP_SMS_SEND_URL: url, HTTP_SMS_SECRET: 'x' },
      ]) {
        const error = await failure(env);
        expect(error).to.be.instanceOf(ConfigError);
        expect(String(error)).not.to.include(url);
      }
    });
  }
});
