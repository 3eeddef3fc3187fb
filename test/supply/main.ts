import { writeFileSync } from 'node:fs';
import { licencesPage } from './licences.ts';
import { writeTo } from './lock.ts';

writeFileSync(writeTo('docs/licences.md'), await licencesPage());
