import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';

/** Where pages, styles and scripts lie. */
export const templates = fileURLToPath(new URL('../../../templates/', import.meta.url));

// Eta escapes each value by default; a page is read once and then kept.
const eta = new Eta({ views: templates, cache: true });

/** A page from templates/, e.g. `pages/error`. */
export function renderPage(name: string, values: object): string {
  return eta.render(name, values);
}
