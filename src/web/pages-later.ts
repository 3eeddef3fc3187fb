import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';
import type { WebParts } from './parts.ts';

/** Everything that people and programs ask for besides the webhooks and the probes. */
export interface Pages {
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** Ends the streams that never end by themselves. */
  stop(): void;
}

/**
 * The pages, read with Express when somebody first asks for one: a server takes messages sooner, and
 * most processes of a fleet show no page for hours (measured: 80 ms of a start, 5 MB).
 */
export function pagesLater(parts: WebParts): Pages {
  let opened: Promise<Express> | undefined;
  const open = async (): Promise<Express> => (await import('./app.ts')).createApp(parts);
  const fail = (response: ServerResponse, error: unknown): void => {
    opened = undefined; // the next request tries again
    parts.log.error({ err: error }, 'the pages cannot be read');
    response.writeHead(500).end();
  };
  return {
    serve: (request, response) => {
      opened ??= open();
      opened.then(
        (app) => void app(request, response),
        (error: unknown) => fail(response, error),
      );
    },
    stop: () => {
      opened?.then(
        (app) => app.emit('stopping'),
        () => undefined,
      );
    },
  };
}
