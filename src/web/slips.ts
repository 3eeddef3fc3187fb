import { Router, type RequestHandler } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { shownDate } from '../core/format.ts';
import { slipStatus } from '../services/seeker-slips.ts';
import { assetPaths } from './admin/assets.ts';
import { addressOf } from './admin/browser.ts';
import { ProblemError } from './errors.ts';
import { renderPage } from './pages.ts';
import type { WebParts } from './parts.ts';

/** Looks a minute from one address: a queue behind one office's network may all look, nobody guesses 128 bits. */
const looks = { points: 60, duration: 60 };

/** @throws ProblemError 429 */
function limited(parts: WebParts): RequestHandler {
  const limiter = new RateLimiterMemory(looks);
  return async (request, response, next) => {
    const taken = await limiter.consume(addressOf(request, parts)).then(
      () => true,
      () => false,
    );
    if (taken) return next();
    response.setHeader('retry-after', String(looks.duration));
    throw new ProblemError({ status: 429, code: 'too-many-requests' });
  };
}

function showSlip({ store, clock }: WebParts): RequestHandler {
  return async (request, response) => {
    response.setHeader('referrer-policy', 'no-referrer'); // its address is the token
    response.setHeader('x-robots-tag', 'noindex, nofollow, noarchive');
    const status = await slipStatus(store, String(request.params['token']), clock());
    if (!status) throw new ProblemError({ status: 404, code: 'not-found' });
    const page = renderPage('pages/slip', { ...status, date: shownDate, ...assetPaths() });
    response.type('html').send(page);
  };
}

/**
 * The page behind the QR of a printed slip: where the registration stands and what to bring, for
 * whoever holds the paper. It names nobody, no search engine keeps it, and a token that is over is
 * answered as one that never was.
 */
export function slips(parts: WebParts): Router {
  const router = Router();
  router.get('/s/:token', limited(parts), showSlip(parts));
  return router;
}
