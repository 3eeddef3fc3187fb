import { armKillPoint } from '../../src/core/kill-points.ts';
import { eraseAsked } from '../../src/gateway/erase.ts';
import { openErasedLog } from '../../src/services/erased-log.ts';
import { openStore, type StoreAddress } from '../../src/store/store.ts';
import { testKeys } from './databases.ts';
import { openTestGateway } from './gateway.ts';

/** What the process is to do: erase whoever asked, and be killed at a point where one is named. */
interface Order {
  readonly address: StoreAddress;
  readonly folder: string;
  readonly killAt?: string;
}

const { address, folder, killAt } = JSON.parse(process.argv[2] ?? '') as Order;
const hour = 3_600_000;
const store = await openStore(address, testKeys);
const office = await openTestGateway(store);
office.pass(48 * hour);
if (killAt !== undefined) armKillPoint(killAt);
const erasedLog = openErasedLog([folder], office.tools.log);
for (let round = 0; round < 3; round += 1) {
  await eraseAsked({ ...office.tools, erasedLog });
  await office.gateway.drain();
}
await store.close();
