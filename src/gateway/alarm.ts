import {
  abandonedAlarms,
  alertAnew,
  dueAlarms,
  ring,
  type Alarm,
  type Ringing,
} from '../services/alarms.ts';
import type { GatewayTools } from './tools.ts';

/** Alarms looked at in one run; more at once wait for the next. */
const mostAtOnce = 100;

type Call = (alarm: Alarm) => Promise<Ringing>;

/** One alarm a transaction, so that one that fails holds up no other. */
async function each(tools: GatewayTools, alarms: readonly Alarm[], call: Call): Promise<number> {
  let called = 0;
  for (const alarm of alarms) {
    const fields = { office: alarm.officeCode, matter: alarm.shown };
    try {
      const ringing = await call(alarm);
      if (ringing === 'called') called += 1;
      if (ringing === 'nobody') tools.log.error(fields, 'danger: nobody on duty can be called');
    } catch (error) {
      tools.log.error({ ...fields, err: error }, 'danger: the call failed');
    }
  }
  return called;
}

/**
 * Calls the next officer about each danger that nobody has answered for ten minutes, and begins
 * anew where whoever had answered gave it back. Several processes may do it at once: a call is
 * counted before it is made. Gives how many were made; wake the sender then.
 */
export async function ringAlarms(tools: GatewayTools): Promise<number> {
  const { store } = tools;
  const now = tools.clock();
  const due = await dueAlarms(store, now.getTime(), mostAtOnce);
  const next = await each(tools, due, (alarm) => store.transaction((db) => ring(db, alarm, now)));
  const abandoned = await abandonedAlarms(store, mostAtOnce);
  const anew = await each(tools, abandoned, (alarm) =>
    store.transaction((db) => alertAnew(db, alarm, now)),
  );
  return next + anew;
}
