import type { Command } from './command.ts';

/**
 * Every command by the words that call it, in the order of `--help`. Each is read when it is asked
 * for: a server need not read what exports and imports stand on.
 */
export const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['start', async () => (await import('./start.ts')).startCommand],
  ['chat', async () => (await import('./chat.ts')).chatCommand],
  ['migrate', async () => (await import('./migrate.ts')).migrateCommand],
  ['migrate-to', async () => (await import('./migrate-to.ts')).migrateToCommand],
  ['flows check', async () => (await import('./flows-check.ts')).flowsCheck],
  ['flows draw', async () => (await import('./flows-draw.ts')).flowsDraw],
  ['officer add', async () => (await import('./officer-add.ts')).officerAdd],
  ['token add', async () => (await import('./token-add.ts')).tokenAdd],
  ['helper add', async () => (await import('./helper-add.ts')).helperAdd],
  ['pair', async () => (await import('./pair.ts')).pairCommand],
  ['import vacancies', async () => (await import('./import-vacancies.ts')).importVacanciesCommand],
  ['import agencies', async () => (await import('./import-agencies.ts')).importAgenciesCommand],
  ['export', async () => (await import('./export.ts')).exportCommand],
  ['demo', async () => (await import('./demo.ts')).demoCommand],
  ['understand', async () => (await import('./understand.ts')).understandCommand],
  ['keys rotate', async () => (await import('./keys-rotate.ts')).keysRotate],
  ['keys drop', async () => (await import('./keys-drop.ts')).keysDrop],
  ['keys show', async () => (await import('./keys-show.ts')).keysShow],
  ['backup', async () => (await import('./backup.ts')).backupCommand],
  ['restore', async () => (await import('./restore.ts')).restoreCommand],
  ['breach report', async () => (await import('./breach-report.ts')).breachReport],
  ['breach tell', async () => (await import('./breach-tell.ts')).breachTell],
  ['doctor', async () => (await import('./doctor.ts')).doctorCommand],
]);
