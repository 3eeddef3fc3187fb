/*
 * A process of its own for `understand.ts`: what it costs until the first sentence is understood,
 * as one line of JSON: milliseconds of CPU, and megabytes that stay.
 */
import { beginSmall } from '../../src/core/young-heap.ts';

const collect = (): void => global.gc?.();

beginSmall(); // as a server does before it reads anything
collect();
const before = { cpu: process.cpuUsage(), rss: process.memoryUsage.rss() };
const { understand } = await import('../../src/language/understand.ts');
const { service } = understand('pak sy mw dftr ak1 gmn caranya');
const { user, system } = process.cpuUsage(before.cpu);
collect();
const megabytes = (process.memoryUsage.rss() - before.rss) / 1_000_000;
console.log(JSON.stringify({ service, milliseconds: (user + system) / 1_000, megabytes }));
