import { expect } from 'chai';
import { worthOf } from '../../src/core/purpose.ts';
import { limits } from '../../src/gateway/guards.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';
import { isFull } from '../helpers/full.ts';

const flooder = '+6281999000001';
const villager = (n: number): string => `+62812${String(10_000_000 + n)}`;

const alarmsOf = ({ logged }: TestGateway): number =>
  logged.filter(({ message }) => message.startsWith('a number writes like a machine')).length;

/** Names, short codes, service and premium numbers, landlines, what is no number, and our own. */
const never = `TELKOMSEL BRI-INFO 3636 88888 1122 14045 0800123456 08091234567 +62809123 +6221345678
  0211234567 +628091234567 08091234 +62812345678901234 +97912345678 +80812345678 +88213000000
  +88351000000 +19005551234 +6281100000003`.split(/\s+/u);

const services = ['MENU', 'LOWONGAN', 'CPMI', 'STATUS', 'MAGANG'];

/** Two gateways that take each other for a person; gives what each has sent to the other. */
async function wired(
  [open, other]: readonly [Store, Store],
  pause: number,
): Promise<{ readonly sent: readonly number[]; readonly alarms: readonly number[] }> {
  const [here, there] = [await openTestGateway(open), await openTestGateway(other)];
  const pair = [
    { gateway: here, from: villager(2) },
    { gateway: there, from: villager(1) },
  ] as const;
  let text: string | undefined = 'Halo, ini siapa?';
  for (let turn = 0; text !== undefined && turn < 400; turn += 1) {
    const { gateway, from } = pair[turn % 2] ?? pair[0];
    for (const { gateway: each } of pair) each.pass(pause);
    text = await gateway.say(from, text);
  }
  const sent = pair.map(({ gateway, from }) => gateway.sent.filter(({ to }) => to === from).length);
  return { sent, alarms: pair.map(({ gateway }) => alarmsOf(gateway)) };
}

/** Messages of the flooder that are stored. */
async function stored({ tools }: TestGateway): Promise<number> {
  const [row] = await tools.store
    .sql('inbound_messages as m')
    .join('addresses as a', 'a.id', 'm.address_id')
    .where('a.user_id', flooder)
    .count({ n: 'm.id' });
  return Number(row?.['n'] ?? 0);
}

onEachDatabase('who means harm', (open, dialect) => {
  /** PostgreSQL is slower, and the rules are the same. */
  const some = <T>(rows: readonly T[]): readonly T[] =>
    dialect === 'sqlite' ? rows : rows.slice(1, 2);
  const pauses = [
    { label: 'at once', pause: 0 },
    { label: 'after a minute', pause: 60_000 },
    { label: 'after ten minutes', pause: 600_000 },
  ];
  for (const { label, pause } of some(pauses)) {
    it(`two gateways that answer each other ${label} fall silent, with one alarm`, async function () {
      this.timeout(120_000);
      const { sent, alarms } = await wired([await open(), await open()], pause);
      for (const count of sent) expect(count).to.be.at.most(21);
      expect(alarms.reduce((sum, count) => sum + count, 0)).to.equal(1);
      reached('loop-ends', { 'most messages of one': Math.max(...sent), alarms: 1 });
    });
  }

  const machines = [
    'Saya sedang mengemudi, nanti saya hubungi kembali ya. Terima kasih.',
    'Maaf sibuk',
    'Pelanggan Yth, paket Anda aktif sampai 23/11. Info *123#',
  ];
  for (const text of some(machines)) {
    it(`an autoresponder gets at most 20 replies: ${text.slice(0, 30)}`, async function () {
      this.timeout(120_000);
      const gateway = await openTestGateway(await open());
      let replies = 0;
      for (let n = 0; n < 28; n += 1) {
        gateway.pass(300_000);
        if ((await gateway.say(flooder, text)) !== undefined) replies += 1;
      }
      expect(replies).to.be.at.most(limits.equalReplies + 3);
      expect(alarmsOf(gateway)).to.be.at.most(1);
    });
  }

  it('a person in danger is answered, however often the same is written', async () => {
    const gateway = await openTestGateway(await open());
    const text = 'tolong saya disekap majikan di gudang belakang pasar';
    for (let n = 0; n < 6; n += 1) {
      gateway.pass(300_000);
      expect(await gateway.say(flooder, text), String(n)).to.be.a('string');
    }
  });

  it('a flood from one number gets 20 replies, and holds up nobody', async function () {
    this.timeout(120_000);
    const [messages, others] = isFull ? [1_000, 100] : [150, 20];
    const gateway = await openTestGateway(await open());
    const flood = Array.from({ length: messages }, (_, n) =>
      gateway.arrive(flooder, services[n % services.length] ?? '', `f${n}`),
    );
    let waited = 0;
    const people = Array.from({ length: others }, async (_, n) => {
      await gateway.arrive(villager(n), 'MENU', `v${n}`);
      waited = Math.max(waited, await stored(gateway));
    });
    await Promise.all(people);
    await Promise.all(flood);
    await gateway.gateway.drain();
    const to = (userId: string) => gateway.sent.filter((message) => message.to === userId).length;
    expect(to(flooder)).to.be.at.most(20);
    for (let n = 0; n < others; n += 1) expect(to(villager(n))).to.equal(1);
    expect(waited, 'messages of the flood taken before the last of the others').to.be.below(
      messages / 2,
    );
    reached('flood-of-one', {
      messages,
      replies: to(flooder),
      others,
      'taken before them': waited,
    });
  });

  it('floods from many numbers spend the budget and no more; danger is answered still', async function () {
    this.timeout(120_000);
    const [senders, segments] = isFull ? [10_000, 1_000] : [160, 50];
    const gateway = await openTestGateway(await open(), { budget: { segments, rupiah: 350 } });
    const arrivals = Array.from({ length: senders }, (_, n) =>
      gateway.arrive(villager(n), n % 2 ? 'MENU' : 'LOWONGAN', `m${n}`),
    );
    await Promise.all(arrivals);
    await gateway.gateway.drain();
    const limit = Math.floor(segments * worthOf.talk.share);
    const left = gateway.sent.length;
    expect(left).to.be.at.most(limit);
    expect(left).to.be.at.least(limit - 1);
    expect(await gateway.say(flooder, 'tolong saya disekap majikan')).to.match(/110/);
    reached('spend-limit', { senders, 'segments for replies': limit, spent: left });
  });

  it('nothing is sent to names, short, premium and landline numbers, or to ourselves', async () => {
    const gateway = await openTestGateway(await open());
    for (const [n, from] of never.entries()) await gateway.arrive(from, 'MENU', `n${n}`);
    await gateway.gateway.drain();
    expect(gateway.sent.map(({ to }) => to)).to.deep.equal([]);
    expect(await gateway.say('+60123456789', 'CPMI'), 'a worker abroad').to.be.a('string');
    reached('premium-numbers', { numbers: never.length, sent: 0 });
  });
});
