import { chatCommand } from './chat.ts';
import type { Command } from './command.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { flowsCheck } from './flows-check.ts';
import { flowsDraw } from './flows-draw.ts';
import { helperAdd } from './helper-add.ts';
import { importAgenciesCommand } from './import-agencies.ts';
import { importVacanciesCommand } from './import-vacancies.ts';
import { migrateCommand } from './migrate.ts';
import { officerAdd } from './officer-add.ts';
import { pairCommand } from './pair.ts';
import { startCommand } from './start.ts';
import { tokenAdd } from './token-add.ts';
import { understandCommand } from './understand.ts';

/** Every command, in the order of `--help`. */
export const commands: readonly Command[] = [
  startCommand,
  chatCommand,
  migrateCommand,
  flowsCheck,
  flowsDraw,
  officerAdd,
  tokenAdd,
  helperAdd,
  pairCommand,
  importVacanciesCommand,
  importAgenciesCommand,
  exportCommand,
  demoCommand,
  understandCommand,
  doctorCommand,
];
