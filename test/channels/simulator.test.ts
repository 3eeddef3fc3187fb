import { expect } from 'chai';
import { openSimulator } from '../../src/channels/simulator.ts';
import { openTerminal } from '../../src/channels/terminal.ts';
import type { OutboundMessage } from '../../src/core/message.ts';

const message: OutboundMessage = { id: 'o-1', account: 'sms', to: '+62811', text: 'Halo' };

describe('openSimulator', () => {
  it('shows a message to every phone with its address, and to no other', async () => {
    const simulator = openSimulator();
    const heard: string[] = [];
    const listen = (name: string) => () => void heard.push(name);
    simulator.subscribe('sms', '+62811', listen('first'));
    simulator.subscribe('sms', '+62811', listen('second'));
    simulator.subscribe('whatsapp', '+62811', listen('other account'));
    simulator.subscribe('sms', '+62812', listen('other address'));
    expect(await simulator.send(message)).to.deep.equal({ providerId: 'o-1' });
    expect(heard).to.deep.equal(['first', 'second']);
  });

  it('no longer shows what comes after the phone was put away', async () => {
    const simulator = openSimulator();
    const heard: OutboundMessage[] = [];
    const stop = simulator.subscribe('sms', '+62811', (text) => void heard.push(text));
    await simulator.send(message);
    stop();
    await simulator.send({ ...message, id: 'o-2' });
    expect(heard).to.deep.equal([message]);
  });

  it('has an account for each medium', () => {
    const mediums = openSimulator().accounts.map(({ medium }) => medium);
    expect(mediums).to.deep.equal(['sms', 'whatsapp', 'telegram']);
  });
});

describe('openTerminal', () => {
  it('prints what is sent', async () => {
    const printed: OutboundMessage[] = [];
    const terminal = openTerminal('sms', (text) => void printed.push(text));
    expect(await terminal.send(message)).to.deep.equal({ providerId: 'o-1' });
    expect(printed).to.deep.equal([message]);
  });
});
