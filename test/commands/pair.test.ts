import { expect } from 'chai';
import { linkPhone } from '../../src/commands/linking.ts';
import { demandFree } from '../../src/commands/pair.ts';
import { InputError } from '../../src/core/errors.ts';
import { runAsLeader } from '../../src/gateway/lease.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { until } from '../helpers/fake-whatsapp.ts';
import { openLinked, type LinkedWorld } from '../helpers/linked-phone.ts';

describe('pair', () => {
  let world: LinkedWorld;
  let printed: string[];
  beforeEach(async () => {
    world = await openLinked({ linked: false });
    printed = [];
    await world.channel.listen!(async () => undefined);
  });
  afterEach(() => world.provider.close());

  const link = (phone?: string, over = new AbortController().signal) =>
    linkPhone(world.channel, { phone, print: (text) => void printed.push(text), over });

  /** What WhatsApp does when a phone has said yes. */
  const sayYes = async (): Promise<void> => {
    const socket = await world.doubles.nth(1);
    const { creds } = socket.config.auth;
    Object.assign(creds, { me: { id: '6281100000000:3@s.whatsapp.net' }, account: {} });
    socket.emit('creds.update', creds);
    socket.close(515);
    const next = await until(() => {
      world.pass();
      return world.doubles.all[1];
    });
    next.open();
  };

  it('draws each picture, and says which phone is linked', async () => {
    const linking = link();
    const socket = await world.doubles.nth(1);
    socket.emit('connection.update', { qr: '2@satu' });
    await until(() => printed.length === 2);
    socket.emit('connection.update', { qr: '2@dua' });
    await until(() => printed.length === 3);
    expect(printed[1]).to.match(/[▀▄█]/u).and.not.to.equal(printed[2]);
    await sayYes();
    expect(await linking).to.equal(true);
    expect(printed.at(-1)).to.include('Linked').and.to.include('081100000000');
  });

  it('shows a code for a number', async () => {
    const linking = link('+6281100000000');
    (await world.doubles.nth(1)).emit('connection.update', { qr: '2@satu' });
    await until(() => printed.some((line) => line.includes('ABCD-1234')));
    (await world.doubles.nth(1)).close(408);
    expect(await linking).to.equal(false);
  });

  it('says that WhatsApp refused', async () => {
    const linking = link();
    (await world.doubles.nth(1)).close(403);
    expect(await linking).to.equal(false);
    expect(printed.at(-1)).to.include('refused');
  });

  it('ends when another process takes the account over', async () => {
    const over = new AbortController();
    const linking = link(undefined, over.signal);
    (await world.doubles.nth(1)).emit('connection.update', { qr: '2@satu' });
    over.abort();
    expect(await linking).to.equal(false);
    expect(printed.at(-1)).to.include('another process');
  });
});

onEachDatabase('pair beside a server', (open) => {
  it('is refused while the server has the account, and possible after it', async () => {
    const store = await open();
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    await demandFree(store);
    const server = runAsLeader(
      { store, log },
      'channel:whatsapp',
      ({ over }) =>
        new Promise((resolve) => over.addEventListener('abort', () => resolve(undefined))),
    );
    server.start();
    await until(() => server.held);
    const refusal: unknown = await demandFree(store).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(InputError);
    await server.stop();
    await demandFree(store);
  });
});
