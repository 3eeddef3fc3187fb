import { expect } from 'chai';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway, testStart } from '../helpers/gateway.ts';

const siti = '+6281234567890';

onEachDatabase('when a person last wrote', (open) => {
  it('goes with each message where the platform closes its window', async () => {
    const { say, sent, pass } = await openTestGateway(await open(), { medium: 'whatsapp' });
    await say(siti, 'MENU');
    pass(3_600_000);
    await say(siti, 'LOWONGAN');
    const since = sent.map(({ lastInboundAt = 0 }) => lastInboundAt - testStart.getTime());
    expect(since).to.deep.equal([5_000, 3_610_000]);
  });

  it('is that of this person alone', async () => {
    const { say, sent, pass } = await openTestGateway(await open(), { medium: 'telegram' });
    await say(siti, 'MENU');
    pass(60_000);
    await say('+6281234567891', 'MENU');
    expect(sent.map(({ lastInboundAt }) => lastInboundAt)).to.deep.equal([
      testStart.getTime() + 5_000,
      testStart.getTime() + 70_000,
    ]);
  });

  it('is not looked for by SMS, which has no window', async () => {
    const { say, sent } = await openTestGateway(await open());
    await say(siti, 'MENU');
    expect(sent[0]).not.to.have.property('lastInboundAt');
  });
});
