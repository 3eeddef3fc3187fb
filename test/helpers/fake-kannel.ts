import {
  openFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type Recorded,
} from './fake-provider.ts';

export const kannelLogin = { username: 'sapakerja', password: 'sandi-kannel-rahasia' };

/** As smsbox 1.4.5 answers: plain words, called text/html. */
export const smsboxSays = (status: number, body: string): FakeAnswer => ({
  status,
  type: 'text/html',
  body,
});

function answer({ path, query }: Recorded): FakeAnswer {
  if (path !== '/cgi-bin/sendsms') return smsboxSays(404, 'Unknown request.');
  const known =
    query.get('username') === kannelLogin.username &&
    query.get('password') === kannelLogin.password;
  if (!known) return smsboxSays(403, 'Authorization failed for sendsms');
  const to = query.get('to') ?? '';
  if (to === '') return smsboxSays(400, 'Empty receiver number not allowed, rejected');
  if (!/^[0-9 +-]+$/.test(to)) {
    return smsboxSays(400, 'Number(s) has/have been denied by white- and/or black-lists.');
  }
  return smsboxSays(202, '0: Accepted for delivery');
}

/** Kannel's smsbox, the side that takes messages to send. */
export const openFakeKannel = (): Promise<FakeProvider> => openFakeProvider(answer);
