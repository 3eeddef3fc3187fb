/*
 * The arithmetic behind docs/scaling.md. Each number has its source or is called an assumption; the
 * tables of the page are made from here, and a test fails when they differ (`UPDATE=1` writes them).
 */

/** A number that the page starts from. */
interface Given {
  readonly about: string;
  readonly value: number;
  readonly unit: string;
  /** Where it comes from; `assumption` when nobody has counted it. */
  readonly source: string;
}

const assumption = 'assumption';
const bps = 'BPS Jawa Timur, February 2024 (realita.co, 6 May 2024)';
const indramayu = 'Indramayu, 2019 (harianpelitanews.id, 6 January 2020)';

const given = {
  labourForce: { about: 'labour force', value: 24_140_000, unit: 'people', source: bps },
  unemployment: { about: 'open unemployment', value: 3.74, unit: '%', source: bps },
  offices: {
    about: 'district offices',
    value: 38,
    unit: '',
    source: 'Kemendagri codes, src/services/offices.ts',
  },
  cardsLarge: {
    about: 'AK1 cards a year, a busy district',
    value: 22_829,
    unit: 'cards',
    source: indramayu,
  },
  cardsMiddle: {
    about: 'AK1 requests an ordinary day, a middle district',
    value: 17.5,
    unit: 'cards',
    source: 'Pasuruan, 15 to 20 (radarbromo.jawapos.com, 5 July 2019)',
  },
  cardsSmall: {
    about: 'AK1 cards a year, a small city',
    value: 606,
    unit: 'cards',
    source: 'Kota Madiun, 2024 (jatim.antaranews.com)',
  },
  peakDay: {
    about: 'requests on a day after Lebaran or graduation, as a multiple of an ordinary one',
    value: 5,
    unit: 'times',
    source: `500 against 100 a day, ${indramayu}`,
  },
  workingDays: { about: 'working days a year', value: 245, unit: 'days', source: assumption },
  messagesCard: {
    about: 'messages that a registration takes, her own',
    value: 5,
    unit: 'messages',
    source: 'between 2 and 8 (product rule; test/transcripts)',
  },
  users: { about: 'unemployed who use the service', value: 30, unit: '%', source: assumption },
  talks: { about: 'dialogues of each a week', value: 2, unit: 'dialogues', source: assumption },
  messagesTalk: {
    about: 'messages of a dialogue, her own',
    value: 4,
    unit: 'messages',
    source: assumption,
  },
  busyHour: { about: 'of a day in its busiest hour', value: 20, unit: '%', source: assumption },
  burst: {
    about: 'busiest second, as a multiple of the mean of that hour',
    value: 3,
    unit: 'times',
    source: assumption,
  },
  alerts: {
    about: 'subscribers of KABARI',
    value: 1_000_000,
    unit: 'people',
    source: 'the target',
  },
  alertsWeek: {
    about: 'most messages of KABARI a week each',
    value: 2,
    unit: 'messages',
    source: 'product rule',
  },
  bySms: { about: 'of all messages by SMS', value: 60, unit: '%', source: assumption },
  segmentsReply: { about: 'segments of a reply', value: 1.1, unit: '', source: assumption },
  segmentsAlert: {
    about: 'segments of a KABARI message',
    value: 1.5,
    unit: '',
    source: assumption,
  },
  rupiah: {
    about: 'price of a segment',
    value: 350,
    unit: 'Rp',
    source: 'SMS_SEGMENT_RUPIAH; retail 350 to 500',
  },
  bind: {
    about: 'messages an operator takes by one SMPP bind',
    value: 100,
    unit: '/s',
    source: '100 to 150, as an SMPP library vendor remarks (tops.com.pl)',
  },
  phone: {
    about: 'SMS that an Android phone sends, raised limit',
    value: 1_000,
    unit: '/h',
    source: 'guide.telerivet.com, 1,000 to 1,500; Android itself allows 30 in 30 min',
  },
} as const satisfies Readonly<Record<string, Given>>;

type Name = keyof typeof given;

/** What was measured here; put the newest figures of docs/performance.md in and run with `UPDATE=1`. */
export const measured = {
  sqliteTurns: 4_515,
  postgresTurns: 1_327,
  sqliteLimit: 126_825,
  postgresLimit: 44_232,
} as const;

const of = (name: Name): number => given[name].value;
const share = (name: Name): number => of(name) / 100;

/** What follows from them, for the province. */
function derive() {
  const unemployed = of('labourForce') * share('unemployment');
  const meanCards =
    (of('cardsLarge') + of('cardsMiddle') * of('workingDays') + of('cardsSmall')) / 3;
  const cards = meanCards * of('offices');
  const cardsDay = cards / of('workingDays');
  const talksDay = (unemployed * share('users') * of('talks')) / 5;
  const inDay = cardsDay * of('messagesCard') + talksDay * of('messagesTalk');
  const inPeakDay = inDay * of('peakDay');
  const inHour = inPeakDay * share('busyHour');
  const inSecond = (inHour / 3_600) * of('burst');
  const alertsDay = (of('alerts') * of('alertsWeek')) / 5;
  const smsReplies = inDay * share('bySms') * of('segmentsReply');
  const smsAlerts = alertsDay * share('bySms') * of('segmentsAlert');
  return {
    unemployed,
    cards,
    cardsDay,
    inDay,
    inPeakDay,
    inHour,
    inSecond,
    alertsDay,
    rowsDay: inDay * 2 + alertsDay,
    smsReplies,
    smsAlerts,
    repliesRupiah: smsReplies * of('rupiah') * of('workingDays'),
    alertsRupiah: smsAlerts * of('rupiah') * of('workingDays'),
    smsPeak: inSecond * share('bySms') * of('segmentsReply'),
  };
}

function shown(value: number): string {
  const digits = value < 10 ? 2 : 1;
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? digits : 0 });
}

/** To two digits that count: what rests on assumptions is not known better. */
function rough(value: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return shown(Math.round(value / unit) * unit);
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const givenTable = (): string =>
  table(
    ['given', 'value', 'source'],
    Object.values<Given>(given).map(({ about, value, unit, source }) => [
      about,
      `${shown(value)} ${unit}`.trim(),
      source,
    ]),
  );

function loadTable(): string {
  const load = derive();
  const rows: readonly (readonly [string, number, string])[] = [
    ['unemployed', load.unemployed, 'labour force x unemployment'],
    ['AK1 cards a year', load.cards, 'mean of the three districts x 38'],
    ['AK1 cards a working day', load.cardsDay, '/ working days'],
    [
      'messages received on an ordinary day',
      load.inDay,
      'cards x 5 + users x 2 dialogues x 4 / 5 days',
    ],
    ['messages received on a peak day', load.inPeakDay, 'x 5'],
    ['in its busiest hour', load.inHour, 'x 20 %'],
    ['turns a second at the peak', load.inSecond, '/ 3,600 x 3'],
    ['KABARI messages a working day', load.alertsDay, '1,000,000 x 2 / 5 days'],
    ['rows of messages a working day', load.rowsDay, 'received, replies, KABARI'],
    ['SMS segments a second at the peak, replies', load.smsPeak, 'x 60 % x 1.1'],
  ];
  return table(
    ['follows', 'about', 'how'],
    rows.map(([about, value, how]) => [about, rough(value), how]),
  );
}

function capacityTable(): string {
  const { inSecond } = derive();
  const rows: readonly (readonly [string, number])[] = [
    ['one process, SQLite, synchronous=FULL', measured.sqliteTurns],
    ['one process, PostgreSQL beside it', measured.postgresTurns],
    ['bare commits of 64, SQLite, no HTTP', measured.sqliteLimit],
    ['bare commits of 64, PostgreSQL, no HTTP', measured.postgresLimit],
  ];
  return table(
    ['on two cores', 'turns/s', 'times the peak of the province'],
    rows.map(([about, value]) => [about, shown(value), shown(value / inSecond)]),
  );
}

function costTable(): string {
  const { smsReplies, smsAlerts, repliesRupiah, alertsRupiah, smsPeak } = derive();
  const billions = (value: number): string => `Rp${shown(value / 1e9)} billion`;
  return table(
    ['by SMS', 'segments a day', 'a year'],
    [
      ['replies', rough(smsReplies), billions(repliesRupiah)],
      ['KABARI, everybody twice a week', rough(smsAlerts), billions(alertsRupiah)],
      [
        'SMPP binds for the peak of the replies',
        `${shown(Math.ceil(smsPeak / of('bind')))} binds`,
        '',
      ],
      [
        'Android phones for an ordinary day of replies (9 h)',
        `${shown(Math.ceil(smsReplies / 9 / of('phone')))} phones`,
        '',
      ],
    ],
  );
}

/** The tables of the page by their names. */
export const scalingTables: Readonly<Record<string, () => string>> = {
  given: givenTable,
  load: loadTable,
  capacity: capacityTable,
  cost: costTable,
};
