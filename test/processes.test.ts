import { expect } from 'chai';
import {
  drained,
  expectedReplies,
  finishAndCheck,
  openOffice,
  speakAll,
  type Office,
} from './faults/office.ts';
import { speak, villager, type Villager } from './faults/villagers.ts';

/** The first villagers; at each call as people who have said nothing yet. */
const crowd = (size: number): Villager[] => Array.from({ length: size }, (_, n) => villager(n));

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a server of its own on ${dialect}`, function () {
    this.timeout(300_000);
    let office: Office;
    beforeEach(async () => {
      office = await openOffice(dialect);
    });
    afterEach(() => office.close());

    it('says where it is, hears, answers through the provider, and ends with 0 on SIGTERM', async () => {
      const server = await office.start();
      const speaker = villager(1);
      expect(await speak(server.url, speaker)).to.equal(true);
      await drained(office);
      expect(office.twilio.messages.map(({ to }) => to)).to.deep.equal(
        speaker.lines.map(() => speaker.phone),
      );
      await server.stop();
      expect(await server.ended).to.equal(0);
      expect(server.printed()).to.include(`${server.url}/simulator`).and.include('officer add');
    });

    it('loses nothing when it is stopped while people write', async () => {
      const expected = await expectedReplies(dialect);
      const people = crowd(6);
      const server = await office.start();
      const speaking = speakAll(server.url, people);
      while (people.every(({ acknowledged }) => acknowledged.length < 2)) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      await server.stop();
      expect(await server.ended).to.equal(0);
      await speaking;
      const left = await office.store.sql('outbound_messages').where({ status: 'sending' });
      expect(left).to.deep.equal([]);
      await finishAndCheck(office, people, expected);
    });
  });
}

describe('two servers on one PostgreSQL', function () {
  this.timeout(300_000);

  it('give a message that both get one effect', async () => {
    const office = await openOffice('postgres');
    try {
      const expected = await expectedReplies('postgres');
      const people = crowd(4);
      const servers = await Promise.all([office.start(), office.start()]);
      const [first, second] = servers.map(({ url }) => url);
      // The same people write the same messages to both, in a race.
      const both = [speakAll(first ?? '', people), speakAll(second ?? '', crowd(4))];
      expect(await Promise.all(both)).to.deep.equal([true, true]);
      await Promise.all(servers.map((server) => server.stop()));
      await finishAndCheck(office, people, expected);
    } finally {
      await office.close();
    }
  });
});
