import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { kinds, openChannels } from '../../src/channels/index.ts';
import { fill } from '../../src/flows/render.ts';
import { openGateway } from '../../src/gateway/gateway.ts';
import { vacancies } from '../flows/published.ts';
import { facts, ownBook } from '../flows/talk.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { fetchOnly, patience } from '../helpers/fake-provider.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';
import { fillVacancies } from '../helpers/vacancies.ts';
import { elsewhere, publicUrl, wires, type Wire } from '../helpers/wires.ts';
import { openWeb } from '../web/open-web.ts';

const root = new URL('../../../', import.meta.url);
const lines = readFileSync(new URL('test/transcripts/satu-obrolan.txt', root), 'utf8').split('\n');
const linesOf = (sign: string): readonly string[] =>
  lines.flatMap((line) => (line.startsWith(sign) ? [line.slice(sign.length)] : []));

const notice = fill(ownBook().replies['notice'] ?? '', facts);

/** Sends the golden conversation through the provider; gives what the person has read. */
async function converse(
  store: Store,
  wire: Wire,
  clock: { now: number },
): Promise<readonly string[]> {
  const { tools } = await openTestGateway(store);
  await fillVacancies(store, vacancies);
  const now = (): Date => new Date(clock.now);
  const outside = {
    publicUrl,
    fetch: fetchOnly(wire.host),
    timeout: patience.answered,
    clock: now,
  };
  const channels = await openChannels(wire.env, outside);
  const gateway = await openGateway({ ...tools, clock: now, channels, office: '35.08' });
  const web = await openWeb({ store, gateway, channels, clock: now });
  for (const [n, text] of linesOf('> ').entries()) {
    clock.now += 60_000;
    const { method, path, body, headers } = wire.writes(text, n + 1);
    const given = { method, ...(body !== undefined && { body }), ...(headers && { headers }) };
    const { status } = await fetch(web.url + path, given);
    expect(status, text).to.be.within(200, 204);
    await store.sql('addresses').update({ paced_until: null }); // people type slower than a test
    await gateway.drain();
  }
  await web.close();
  return wire.got().map((said) => said.replaceAll(notice, ''));
}

describe('the golden conversation over the wire', () => {
  it('goes through every channel, here or in a test of its own', () => {
    const known = [...Object.keys(wires), ...Object.keys(elsewhere)];
    expect(known.toSorted()).to.deep.equal(kinds.map(({ name }) => name).toSorted());
    for (const file of Object.values(elsewhere)) {
      expect(existsSync(new URL(file, root)), file).to.equal(true);
    }
  });
});

onEachDatabase('the golden conversation over the wire', (open) => {
  for (const [name, openWire] of Object.entries(wires)) {
    it(`is word for word the same by ${name}`, async function () {
      this.timeout(120_000);
      const clock = { now: testStart.getTime() };
      const wire = await openWire(() => new Date(clock.now));
      try {
        expect(await converse(await open(), wire, clock)).to.deep.equal(linesOf('< '));
      } finally {
        await wire.close();
      }
    });
  }
});
