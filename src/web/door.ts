import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Takes a request that is for it. False: it has not looked at more than the method and the path, and
 * somebody else is to answer.
 */
export type Door = (request: IncomingMessage, response: ServerResponse) => boolean;
