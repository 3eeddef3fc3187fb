import type { RequestHandler } from 'express';

/**
 * Pages that are read when somebody first asks for one of `paths` (matched as Express matches: in
 * any case). Most processes show few of them, and all of them together take longer to read than the
 * rest of the server.
 */
export function later(paths: RegExp, open: () => Promise<RequestHandler>): RequestHandler {
  let opened: Promise<RequestHandler> | undefined;
  return async (request, response, next) => {
    if (!paths.test(request.path)) return next();
    opened ??= open();
    const serve = await opened.catch((error: unknown) => {
      opened = undefined; // the next request tries again
      throw error;
    });
    return serve(request, response, next);
  };
}
