import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';

/** A server on 127.0.0.1 that counts what it is asked and answers `{}`. */
export async function listenOn(open: (listener: RequestListener) => Server) {
  let asked = 0;
  const server = open((_request, response) => {
    asked += 1;
    response.end('{}');
  });
  server.unref();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    host: `127.0.0.1:${port}`,
    asked: () => asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
}
