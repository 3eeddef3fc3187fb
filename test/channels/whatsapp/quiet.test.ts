import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const quiet = fileURLToPath(new URL('../../../src/channels/whatsapp/quiet.js', import.meta.url));
const cwd = new URL('.', import.meta.url);

/** Runs a script in a process of its own, in which the two packages are contained. */
function run(script: string) {
  const whole = `
    import { createRequire } from 'node:module';
    import { containBaileys } from ${JSON.stringify(quiet)};
    containBaileys();
    const { SessionRecord } = createRequire(import.meta.resolve('@whiskeysockets/baileys'))('libsignal');
    ${script}`;
  const args = ['--input-type=module', '--eval', whole];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return { status, printed: stdout + stderr };
}

/** A session as libsignal closes it, with a key that it would print. */
const close = `new SessionRecord().closeSession({ rootKey: 'kunci', indexInfo: { closed: -1 } });`;

describe('containBaileys', () => {
  it('silences the sessions that libsignal prints, keys and all', () => {
    const { printed } = run(close);
    expect(printed).not.to.include('kunci').and.not.to.include('session');
  });

  it('is needed: libsignal prints them', () => {
    const script = `
      import { createRequire } from 'node:module';
      const { SessionRecord } = createRequire(import.meta.resolve('@whiskeysockets/baileys'))('libsignal');
      ${close}`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd,
      encoding: 'utf8',
    });
    expect(printed).to.include('kunci');
  });

  it('leaves the console to everybody else', () => {
    expect(run(`console.log('halo'); console.error('awas');`).printed).to.equal('halo\nawas\n');
  });

  it('lets the process live when a promise of theirs is not caught', () => {
    const script = `
      Promise.resolve().then(() => new SessionRecord().closeSession(null));
      setTimeout(() => console.log('hidup'), 50);`;
    const { status, printed } = run(script);
    expect({ status, printed }).to.deep.equal({ status: 0, printed: 'hidup\n' });
  });

  it('ends it for any other, as before', () => {
    const { status, printed } = run(`Promise.reject(new Error('bug of ours'));`);
    expect(status).not.to.equal(0);
    expect(printed).to.include('bug of ours');
  });
});
