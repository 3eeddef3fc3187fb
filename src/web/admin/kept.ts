import type { Fields, SentForm } from './forms.ts';

/** What was sent, without the token of the session. */
export function withoutToken({ fields }: SentForm): Fields {
  const { _csrf: _token, ...values } = fields;
  return values;
}

const secretFields = new Set(['password', 'current', 'next', 'again']);

/** Passwords, and secrets of senders, whose fields are called so. */
const isSecretField = (name: string): boolean =>
  secretFields.has(name) || name.startsWith('rahasia-');

/** What is kept for the page that shows the form again: no password is. */
export function keptOf(sent: SentForm): Fields {
  const kept = Object.entries(withoutToken(sent)).filter(([name]) => !isSecretField(name));
  return Object.fromEntries(kept);
}
