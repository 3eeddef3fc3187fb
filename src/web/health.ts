import type { ServerResponse } from 'node:http';
import { isReady } from '../services/health.ts';
import { sparseHeaders } from './sparse-headers.ts';
import type { Door } from './door.ts';
import type { WebParts } from './parts.ts';

function answer(response: ServerResponse, status: number, said: string): void {
  const body = JSON.stringify({ status: said });
  response.writeHead(status, {
    ...sparseHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

/** Whether the process lives (/healthz) and whether it can serve (/readyz); before Express, which may not be read yet. */
export function health({ store, log }: WebParts): Door {
  const tellReady = async (response: ServerResponse): Promise<void> => {
    const ready = await isReady(store);
    // Flows are loaded before the server listens: a process that answers has them.
    answer(response, ready ? 200 : 503, ready ? 'ready' : 'not-ready');
  };
  return ({ method, url }, response) => {
    if (method !== 'GET' && method !== 'HEAD') return false;
    if (url === '/healthz') answer(response, 200, 'ok');
    else if (url === '/readyz') {
      tellReady(response).catch((error: unknown) => {
        log.error({ err: error }, 'readiness not told');
        response.destroy();
      });
    } else return false;
    return true;
  };
}
