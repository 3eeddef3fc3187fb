import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';

/** Where all that tests leave behind is kept, for somebody who wants to look through it. */
export const keptPlaces: string | undefined = process.env['KEEP_PLACES'];

/** A folder that a test made for itself: `mkdtemp` in the temporary folder. */
const isOfTest = (path: unknown): boolean =>
  typeof path === 'string' && dirname(path) === keptPlaces;

/** Tests make their temporary folders there, and none is removed. What the program removes is gone. */
export function keepPlaces(): void {
  if (keptPlaces === undefined) return;
  process.env['TMPDIR'] = keptPlaces;
  const { rmSync } = fs;
  const { rm } = fs.promises;
  fs.rmSync = (path, options) => (isOfTest(path) ? undefined : rmSync(path, options));
  fs.promises.rm = async (path, options) => (isOfTest(path) ? undefined : rm(path, options));
  syncBuiltinESMExports();
}
