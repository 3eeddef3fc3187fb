/** One of the tests by which the best systems show a promise, with the number to pass. */
export interface Asked {
  readonly asked: string;
  /** Ids of the promises that take it over. */
  readonly rows: readonly string[];
  /** What is smaller here, or not built, and why. */
  readonly note?: string;
}

/** In the order in which they are known to us. */
export const checklist: readonly Asked[] = [
  {
    asked: 'No accepted message is lost: kill -9 at 12 points x 25 and 200 at random, 0 lost',
    rows: ['killed-at-each-point', 'killed-at-random', 'killed-in-turn'],
  },
  {
    asked: 'A repeated webhook has one effect: 10,000 events 1-20 times, 50 at once',
    rows: [
      'many-times-one-effect',
      'repeat-one-effect',
      'one-machine-per-request',
      'inbox-as-the-model',
    ],
  },
  {
    asked: 'A signed request played again after 30 days: 1,000 requests, 0 effects',
    rows: ['late-replay'],
  },
  {
    asked: 'Order per contact: 10,000 messages, 4 workers, kills: 0 inversions',
    rows: ['order-per-person', 'none-overtakes-unknown', 'conversation-as-the-model'],
  },
  {
    asked: 'Sent at least once: 1,500 messages, 45 kills, 0 missing',
    rows: ['sent-at-least-once', 'order-per-person', 'killed-at-each-point'],
  },
  {
    asked: 'No double where the provider knows a key: 0 duplicates in the same run',
    rows: ['no-double-with-a-key'],
    note: 'Handed over to Gammu twice, not in the run with the kills; Android answers a repeated id with 409.',
  },
  {
    asked: 'Doubles elsewhere are rare and marked: 100 % marked',
    rows: ['doubles-are-marked', 'fenced', 'asks-before-again'],
  },
  {
    asked: 'Database down for 10 minutes at 5 messages a second: 0 lost, spool empty in 60 s',
    rows: [
      'database-down',
      'postgres-away',
      'sqlite-locked',
      'spool-drained',
      'spool-whole',
      'spool-kills',
    ],
  },
  {
    asked: 'Disk full: nothing damaged, 503, well again within 10 s of freeing space',
    rows: ['disk-full'],
    note: 'By a limit on the size of files, for a small disk of its own needs root.',
  },
  {
    asked: 'Power cut x 20: 0 lost, 0 damaged',
    rows: ['power-loss', 'spool-flushed'],
    note: 'Of the spool, on a model of a disk; of the database there is none.',
  },
  { asked: 'Only a safe SQLite: 5 of 5 versions judged right', rows: ['safe-sqlite'] },
  { asked: 'A webhook is answered in less than 250 ms (p99)', rows: ['fast-answer'] },
  {
    asked: 'A mistake of ours never becomes a lost message: 100 % kept and tried again',
    rows: ['failed-turn-kept'],
  },
  {
    asked: 'Poison stops nothing: 50 among 5,000, delay of others < 5 s',
    rows: ['poison-stops-nothing'],
  },
  {
    asked: 'Status never goes back: all 5,040 permutations of 7',
    rows: ['status-never-back', 'status-as-the-model'],
  },
  {
    asked:
      '429 is heeded: no request before its time, 0 lost; 30 a second, 1 a second to one person',
    rows: ['waits-as-told', 'paced-for-each-person'],
  },
  {
    asked: 'Forged or changed is refused: 1,000 changed requests a channel, 8 kinds of proxy',
    rows: ['forged-refused', 'twilio-behind-proxies'],
  },
  {
    asked: 'Two gateways that face each other: at most 21 messages each, 1 alarm',
    rows: ['loop-ends'],
  },
  {
    asked: 'A flood of one hurts no other: at most 20 replies',
    rows: ['flood-of-one'],
    note: 'That the others wait for nobody is shown by whose turn comes when; seconds by `npm run bench`.',
  },
  {
    asked: 'The spend limit holds: 10,000 hostile senders, 0 to dear numbers',
    rows: ['spend-limit', 'premium-numbers'],
  },
  {
    asked: 'STOP is immediate: 0 sends, also of what is queued',
    rows: ['stop-is-immediate', 'stop-as-the-model'],
  },
  { asked: 'The window of 24 hours is kept to the second', rows: ['window-respected'] },
  {
    asked: 'Segments are counted as billed: 26 cases and 10,000 random texts',
    rows: ['segments-as-billed'],
  },
  { asked: 'Parts of a long SMS are joined in all orders', rows: ['parts-joined'] },
  {
    asked: 'What waited while WhatsApp was off arrives: 100 of 100, none twice',
    rows: ['waited-for-us'],
    note: 'Its fake brings what waited as it brings live words; that both ways are heard is tested on the socket.',
  },
  {
    asked: 'One WhatsApp socket only: 50 kills of the leader, never two',
    rows: ['one-leader', 'leader-despite-clock'],
    note: 'Shown of the lease under which the socket is held, for any work that one process does.',
  },
  { asked: 'The session of WhatsApp survives 100 kills in a write', rows: ['session-survives'] },
  {
    asked: 'Formulas, HTML and markup do nothing: 0 of 1,000 texts',
    rows: ['no-formula', 'markup-is-text', 'broken-workbook'],
  },
  {
    asked: 'Any bytes are survived: 1,000,000 bodies a parser, none > 50 ms',
    rows: ['any-bytes', 'doors-answer', 'provider-faults', 'texts-are-quick'],
    note: 'The million is `npm run fuzz`; the row shows what a reduced run reaches.',
  },
  { asked: 'No NIK is readable outside: 0 hits in any file', rows: ['nik-nowhere'] },
  {
    asked: 'Keys are changed at 20 requests a second: 0 errors, 0 rows under the old key',
    rows: ['keys-rotate-under-load', 'keys-rotate-killed', 'keys-all-resealed'],
  },
  {
    asked: 'HAPUS DATA within the hour: 0 hits in tables and files',
    rows: ['erased-wholly', 'erased-stays-erased'],
    note: 'Backups are not rewritten: they expire after 35 days, and what is restored is erased again first.',
  },
  { asked: 'Access by role and case: the whole matrix', rows: ['role-and-case', 'api-by-role'] },
  {
    asked: 'Sessions and sign-in: 1,000 guesses, 0 successes; no fixation, no code twice',
    rows: ['guesses-are-held-up', 'sessions-end'],
  },
  {
    asked: 'No form of another site, strict headers on every page',
    rows: ['own-forms-only', 'strict-headers'],
  },
  {
    asked: 'A backup restores: equal counts, also of one taken under load',
    rows: [
      'backup-restores',
      'backup-under-load',
      'backup-changed',
      'backup-killed',
      'restore-killed',
    ],
  },
  {
    asked: 'Upgrade under load and back: 0 errors',
    rows: ['upgrade-and-back', 'killed-in-a-migration', 'told-to-stop'],
  },
  { asked: '24 hours of load: no leak, no lease left', rows: ['soak'] },
  {
    asked: 'Clock jumps by an hour and a day: no double, no lease stuck',
    rows: ['despite-the-clock', 'leader-despite-clock'],
  },
  {
    asked: 'The same on SQLite and PostgreSQL: the whole suite on both',
    rows: ['same-on-both'],
    note: 'Every test of stored things runs on both; the row is the one that compares answer with answer.',
  },
  { asked: 'Node.js 20, 22 and 24', rows: ['node-versions'] },
];
