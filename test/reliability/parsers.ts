import type { Promised } from './promise.ts';

/** What comes from outside as bytes: requests, files, answers of providers. */
export const parsers: readonly Promised[] = [
  {
    id: 'any-bytes',
    promise:
      'No bytes that anybody sends, rightly signed or not, crash a reader or keep it busy for more than 50 ms of CPU for each MB.',
    shown: {
      spec: 'test/fuzz/parsers.test.ts',
      grep: 'twilio',
      sabotage: [
        {
          about: 'takes any bytes for the name of a message',
          file: 'src/channels/twilio/message.ts',
          find: 'pressed !== undefined && isPrintable(repliedTo)',
          replace: 'pressed !== undefined',
        },
        {
          about: 'takes any bytes for a key',
          file: 'src/channels/twilio/message.ts',
          find: '!isPrintable(MessageSid) || !isPrintable(From)',
          replace: '!isPrintable(From)',
        },
      ],
    },
  },
  {
    id: 'doors-answer',
    promise:
      'Every webhook answers whatever comes with 2xx or 4xx, stores nothing of what it refuses, and loses none of a batch for one that is broken.',
    shown: {
      spec: 'test/fuzz/doors.test.ts',
      grep: 'SQLite',
      sabotage: [
        {
          about: 'refuses a whole batch for one message',
          file: 'src/channels/whatsapp-cloud/receive.ts',
          find: "return [unwell('message-unreadable')]",
          replace: "throw new RejectedRequest(400, 'malformed')",
        },
        {
          about: 'takes a malformed body for a mistake of ours',
          file: 'src/channels/http.ts',
          find: "throw new RejectedRequest(400, 'malformed')",
          replace: "throw new Error('malformed')",
        },
      ],
    },
  },
  {
    id: 'pages-answer',
    promise:
      'Whatever is asked of any page or of the API, by address, cookie, header, form or body, the answer is 2xx to 4xx and shows nothing of the inside, and no log holds a word of it.',
    shown: {
      spec: 'test/fuzz/pages.test.ts',
      sabotage: [
        {
          about: 'logs what was asked for',
          file: 'src/web/errors.ts',
          find: 'if (response.headersSent)',
          replace: "log.info({ url: request.url }, 'asked'); if (response.headersSent)",
        },
      ],
    },
  },
  {
    id: 'form-cost',
    promise:
      'A form of 64 KB costs milliseconds however many fields it has, and no file of a stranger is read.',
    shown: {
      spec: 'test/web/hostile-forms.test.ts',
      sabotage: [
        {
          about: 'takes any number of fields',
          file: 'src/web/admin/forms.ts',
          find: 'if (sent.length > mostFields)',
          replace: 'if (sent.length > 1e9)',
        },
        {
          about: 'reads the files of strangers',
          file: 'src/web/admin/forms.ts',
          find: 'request.session.officerId === undefined &&',
          replace: 'false &&',
        },
        {
          about: 'takes a NUL',
          file: 'src/web/admin/forms.ts',
          find: String.raw`if (!value.includes('\0'))`,
          replace: 'if (value)',
        },
      ],
    },
  },
  {
    id: 'no-smuggling',
    promise:
      'What two servers behind each other could read as different requests is refused, and its connection closed.',
    shown: {
      spec: 'test/web/raw-requests.test.ts',
      sabotage: [
        {
          about: 'reads what other servers would read otherwise',
          file: 'src/web/server.ts',
          find: 'requestTimeout: limits.request,',
          replace: 'requestTimeout: limits.request, insecureHTTPParser: true,',
        },
      ],
    },
  },
  {
    id: 'slow-callers',
    promise:
      'Who sends headers or a body byte by byte, sends nothing, or takes no answer is hung up on; more than 5,000 connections are not taken, and those that are there are served on.',
    shown: {
      spec: 'test/web/slow-callers.test.ts',
      sabotage: [
        {
          about: 'waits for headers for ever',
          file: 'src/web/server.ts',
          find: 'headersTimeout: limits.headers,',
          replace: 'headersTimeout: 0,',
        },
        {
          about: 'waits for a body for ever',
          file: 'src/web/server.ts',
          find: 'requestTimeout: limits.request,',
          replace: 'requestTimeout: 0,',
        },
        {
          about: 'waits for ever for who takes no answer',
          file: 'src/web/server.ts',
          find: 'server.timeout = limits.silence;',
          replace: '',
        },
        {
          about: 'takes any number of connections',
          file: 'src/web/server.ts',
          find: 'server.maxConnections = limits.connections;',
          replace: '',
        },
      ],
    },
  },
  {
    id: 'forged-refused',
    promise: 'Of 1,000 forged requests at each webhook none is accepted.',
    shown: {
      spec: 'test/fuzz/forged.test.ts',
      full: { doors: 7, forged: 7_000, accepted: 0 },
      sabotage: [
        {
          about: 'looks at the length of a signature only',
          file: 'src/channels/http.ts',
          find: 'return isSameSecret(signature, sign(secret, body));',
          replace: 'return signature.length === sign(secret, body).length;',
        },
        {
          about: 'looks at the length of a signature of Twilio only',
          file: 'src/channels/twilio/signature.ts',
          find: 'return given.length === right.length && timingSafeEqual(given, Buffer.from(right));',
          replace: 'return given.length === right.length;',
        },
        {
          about: 'takes every secret of Telegram',
          file: 'src/channels/telegram/webhook.ts',
          find: '!isSameSecret(given, secret)',
          replace: "given === ''",
        },
        {
          about: "takes every signature of the phone's",
          file: 'src/channels/android/events.ts',
          find: "return isSameSecret(headers['x-signature'] ?? '', right);",
          replace: "return right !== '';",
        },
      ],
    },
  },
  {
    id: 'twilio-behind-proxies',
    promise:
      'A request of Twilio is proven by the published rule, whatever proxy and port lie between, and never by what its headers say of the host.',
    shown: {
      spec: 'test/channels/twilio/proxy.test.ts',
      sabotage: [
        {
          about: 'knows one form of the port',
          file: 'src/channels/twilio/signature.ts',
          find: 'if (hasPort) return [url, bare];',
          replace: 'if (hasPort) return [url];',
        },
        {
          about: 'trims the text before the check',
          file: 'src/channels/twilio/signature.ts',
          find: "if (typeof value === 'string') text += name + value;",
          replace: "if (typeof value === 'string') text += name + value.trim();",
        },
      ],
    },
  },
  {
    id: 'provider-faults',
    promise:
      'Whatever a provider does, a message ends as sent, to be tried again, final, or unknown and marked; no secret leaves and no answer fills the memory.',
    shown: {
      spec: 'test/channels/provider-faults.test.ts',
      sabotage: [
        {
          about: 'follows a redirection with the credentials',
          file: 'src/channels/exchange.ts',
          find: "redirect: 'manual'",
          replace: "redirect: 'follow'",
        },
        {
          about: 'reads an answer of any length',
          file: 'src/channels/exchange.ts',
          find: 'if (size > answerLimit)',
          replace: 'if (size > 1e12)',
        },
        {
          about: 'rests as long as a provider says',
          file: 'src/channels/from-http-status.ts',
          find: 'Math.max(leastPause, Math.min(mostPause, pause))',
          replace: 'pause',
        },
        {
          about: 'takes a cut connection for a message that never left',
          file: 'src/channels/from-http-status.ts',
          find: "neverLeft.test(providerCode) ? 'unreachable' : 'unknown-outcome'",
          replace: "'unreachable'",
        },
      ],
    },
  },
  {
    id: 'no-formula',
    promise:
      'No cell of a table that is written begins a formula, and what is written is read back.',
    shown: {
      spec: 'test/services/import-export.test.ts',
      grep: 'writeTable',
      sabotage: [
        {
          about: 'writes cells as they are',
          file: 'src/services/table-write.ts',
          find: 'yield row.map(guarded);',
          replace: 'yield [...row];',
        },
        {
          about: 'knows no formula in full width',
          file: 'src/services/table-write.ts',
          find: String.raw`const formula = /^'*[=+\-@＝＋－＠\t\r\n]/;`,
          replace: String.raw`const formula = /^'*[=+\-@\t\r\n]/;`,
        },
      ],
    },
  },
  {
    id: 'broken-workbook',
    promise: 'A workbook that is broken, or says or holds more than 256 MB, is refused at once.',
    shown: {
      spec: 'test/services/sheet-archive.test.ts',
      sabotage: [
        {
          about: 'reads archives as they come',
          file: 'src/services/sheet-text.ts',
          find: 'readSheet(await soundArchive(Buffer.from(bytes)))',
          replace: 'readSheet(Buffer.from(bytes))',
        },
        {
          about: 'unpacks without end',
          file: 'src/services/sheet-archive.ts',
          find: 'if (size > mostBytes)',
          replace: 'if (size > 1e12)',
        },
      ],
    },
  },
  {
    id: 'kept-conversation',
    promise: 'Whoever has a kept conversation of no shape is answered and begins anew.',
    shown: {
      spec: 'test/flows/kept.test.ts',
      grep: 'SQLite',
      sabotage: [
        {
          about: 'takes up whatever was kept',
          file: 'src/gateway/answer.ts',
          find: 'readConversation(given.state)',
          replace: 'given.state',
        },
      ],
    },
  },
];
