import { expect } from 'chai';
import { openMemoryVault } from '../../../src/channels/memory-vault.ts';
import { openUnread, patience } from '../../../src/channels/whatsapp/unread.ts';

const siti = { key: '6281234567890@s.whatsapp.net M1', from: '+6281234567890' };
const start = Date.parse('2026-11-23T01:00:00Z');

const world = async () => {
  const vault = openMemoryVault();
  let now = start;
  const clock = () => new Date(now);
  const list = await openUnread(vault, clock);
  return {
    list,
    pass: (ms: number) => void (now += ms),
    again: () => openUnread(vault, clock),
  };
};

describe('openUnread', () => {
  it('asks for what nobody could read, once patience has ended', async () => {
    const { list, pass } = await world();
    await list.note(siti);
    pass(patience - 1);
    expect(await list.takeOverdue()).to.deep.equal([]);
    pass(1);
    expect(await list.takeOverdue()).to.deep.equal([
      { key: 'unread +6281234567890 2026-11-23', from: siti.from, text: '', unreadable: true },
    ]);
    expect(list.waiting).to.equal(0);
    expect(await list.takeOverdue()).to.deep.equal([]);
  });

  it('asks for nothing when a copy came that could be read', async () => {
    const { list, pass } = await world();
    await list.note(siti);
    await list.found(siti.key);
    pass(patience);
    expect(await list.takeOverdue()).to.deep.equal([]);
  });

  it('is not misled by an unreadable copy of what was read', async () => {
    const { list, pass } = await world();
    await list.found(siti.key);
    await list.note(siti);
    pass(patience);
    expect(await list.takeOverdue()).to.deep.equal([]);
  });

  it('counts many copies of one message once', async () => {
    const { list } = await world();
    await list.note(siti);
    await list.note(siti);
    await list.note({ ...siti, key: `${siti.key}2` });
    expect(list.waiting).to.equal(2);
  });

  it('gives all of a person in one day the same key: they are asked once', async () => {
    const { list, pass } = await world();
    await list.note(siti);
    await list.note({ ...siti, key: 'another' });
    pass(patience);
    const keys = (await list.takeOverdue()).map(({ key }) => key);
    expect(new Set(keys).size).to.equal(1);
  });

  it('remembers over a restart', async () => {
    const { list, pass, again } = await world();
    await list.note({ ...siti, phone: '+6281234567890' });
    pass(patience);
    const reopened = await again();
    expect(await reopened.takeOverdue()).to.have.length(1);
    expect((await again()).waiting).to.equal(0);
  });
});
