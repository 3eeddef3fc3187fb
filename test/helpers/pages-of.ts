import type { Express } from 'express';
import type { Pages } from '../../src/web/pages-later.ts';

/** The pages of an app that is read already. */
export const pagesOf = (app: Express): Pages => ({
  serve: (request, response) => void app(request, response),
  stop: () => void app.emit('stopping'),
});
