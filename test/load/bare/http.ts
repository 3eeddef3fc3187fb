import { createServer } from 'node:http';
import { parse } from 'node:querystring';

/** What the durable turn is measured beside: Node's own server, the form read, nothing checked. */
const [port = '0'] = process.argv.slice(2);
const answer = '<Response></Response>';
const headers = { 'content-type': 'text/xml', 'content-length': answer.length };

createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    const isExpected = request.method === 'GET' || parse(body)['MessageSid'] !== undefined;
    response.writeHead(isExpected ? 200 : 400, headers).end(answer);
  });
}).listen(Number(port), '127.0.0.1');
