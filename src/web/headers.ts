import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Security headers of every page (OWASP ASVS 5.0, 3.4): nothing inline, nothing from elsewhere,
 * no framing. `base-uri` and `style-src` are stricter than helmet's defaults; nothing is kept in a
 * cache unless a route says so (14.3.2).
 */
export function secureHeaders(): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': ["'self'"],
          'img-src': ["'self'"],
          'media-src': ["'self'"],
          'connect-src': ["'self'"],
          'form-action': ["'self'"],
          'object-src': ["'none'"],
          'base-uri': ["'none'"],
          'frame-ancestors': ["'none'"],
        },
      },
      // Not no-referrer: with it browsers send `Origin: null` with our own forms.
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      response.setHeader('cache-control', 'no-store');
      next();
    },
  ];
}
