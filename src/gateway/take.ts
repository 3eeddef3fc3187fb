import { block } from './block.ts';
import { healthOf, keepHealth } from './health.ts';
import { keepOfficerWords } from './officer-words.ts';
import type { Arrival } from './arrival.ts';
import type { Receive } from './recover.ts';
import { toAccountBlocking, toAccountReport, toAccountWords, toArrival } from './routes.ts';
import type { Route } from './send.ts';
import type { GatewayTools } from './tools.ts';
import { track } from './track.ts';

/** Takes what a channel tells, each kind of event in its own way. */
export function toReceive(
  { store, clock }: GatewayTools,
  routesNow: () => readonly Route[],
  add: (arrival: Arrival) => Promise<unknown>,
): Receive {
  return async (channel, events) => {
    const routes = routesNow();
    const messages = events.filter((event) => event.kind === 'message');
    const reports = events.filter((event) => event.kind === 'report');
    const blockings = events.filter((event) => event.kind === 'blocking');
    const shut = blockings.map((event) => toAccountBlocking(routes, channel, event));
    await block(store, shut); // before messages: whoever writes lets us in again
    await Promise.all(messages.map((event) => add(toArrival(routes, channel, event))));
    const words = events.filter((event) => event.kind === 'officer-words');
    const typed = words.map((event) => toAccountWords(routes, channel, event));
    await keepOfficerWords(store, typed, clock()); // after messages: they answer what was written
    const known = reports.map((event) => toAccountReport(routes, channel, event));
    await track(store, known, clock());
    const told = events.filter((event) => event.kind === 'health');
    await keepHealth(store, healthOf(routes, channel, told), clock());
  };
}
