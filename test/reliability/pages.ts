import type { Promised } from './promise.ts';

/** Who may do what on officers' pages. */
export const pages: readonly Promised[] = [
  {
    id: 'role-and-case',
    promise: 'Each page and deed of officers asks for the role, and for the office of the record.',
    shown: {
      spec: 'test/web/admin/matrix.test.ts',
      sabotage: [
        {
          about: 'asks for no role',
          file: 'src/web/admin/serve.ts',
          find: 'if (!route.roles.includes(officer.role))',
          replace: 'if (false)',
        },
      ],
    },
  },
  {
    id: 'own-forms-only',
    promise: 'No form of another site changes anything.',
    shown: {
      spec: 'test/web/admin/matrix.test.ts',
      grep: 'not without the token of the session',
      sabotage: [
        {
          about: 'takes any token',
          file: 'src/web/admin/csrf.ts',
          find: "typeof kept === 'string' && sent === kept",
          replace: "typeof kept === 'string'",
        },
      ],
    },
  },
  {
    id: 'guesses-are-held-up',
    promise: 'Whoever guesses passwords or codes is held up after five, and no code works twice.',
    shown: {
      spec: 'test/web/admin/sign-in.test.ts',
      sabotage: [
        {
          about: 'counts no guesses',
          file: 'src/services/sign-in-limits.ts',
          find: 'points > most.account',
          replace: 'points > 1_000',
        },
        {
          about: 'takes a code twice',
          file: 'src/store/credentials.ts',
          find: 'keys.seal(secret, place(officerId)), totp_step: step',
          replace: 'keys.seal(secret, place(officerId)), totp_step: null',
        },
      ],
    },
  },
  {
    id: 'sessions-end',
    promise:
      'A session gets a new name at the sign-in, and ends after 15 minutes without use, after 8 hours, and at the sign-out.',
    shown: {
      spec: 'test/web/admin/sign-in.test.ts',
      grep: 'sign-in on SQLite',
      sabotage: [
        {
          about: 'keeps the name of the session when somebody signs in',
          file: 'src/web/admin/session.ts',
          find: 'request.session.regenerate(',
          replace: 'request.session.save(',
        },
        {
          about: 'lets an idle session live',
          file: 'src/services/officer-sessions.ts',
          find: 'now.getTime() - seenAt >= sessionLimits.idle',
          replace: 'now.getTime() - seenAt >= sessionLimits.absolute',
        },
      ],
    },
  },
  {
    id: 'strict-headers',
    promise:
      'Every page says in its headers that nothing inline and nothing from elsewhere runs, and no frame shows it.',
    shown: {
      spec: 'test/web/app.test.ts',
      grep: 'createApp: headers',
      sabotage: [
        {
          about: 'lets frames show its pages',
          file: 'src/web/headers.ts',
          find: "'frame-ancestors': [\"'none'\"]",
          replace: "'frame-ancestors': [\"'self'\"]",
        },
      ],
    },
  },
  {
    id: 'markup-is-text',
    promise: 'HTML and scripts in what people write do nothing on any page of officers.',
    shown: {
      spec: 'test/web/admin/hostile.test.ts',
      grep: 'a thousand hostile texts on SQLite',
      sabotage: [
        {
          about: 'shows texts as they are',
          file: 'src/web/pages.ts',
          find: 'views: templates, cache: true',
          replace: 'views: templates, cache: true, autoEscape: false',
        },
      ],
    },
  },
  {
    id: 'api-by-role',
    promise: 'Each request of the API asks for a token, its role, and the office of the record.',
    shown: {
      spec: 'test/web/api.test.ts',
      sabotage: [
        {
          about: 'asks for no role',
          file: 'src/web/api/endpoint.ts',
          find: 'roles && !roles.includes(role)',
          replace: 'roles && false',
        },
      ],
    },
  },
];
