import type { ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const tick = 10;

interface Counted {
  readonly parent: number;
  /** Milliseconds of its own, and of its children that have ended. */
  readonly own: number;
  readonly ended: number;
}

/** What Linux counts of a process (proc(5), /proc/PID/stat); undefined when it has ended. */
function read(pid: number): Counted | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name may hold spaces and brackets; the fields behind it are numbers, the state is the first.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [
      fields[1],
      fields[11],
      fields[12],
      fields[13],
      fields[14],
    ];
    return { parent, own: (user + system) * tick, ended: (endedUser + endedSystem) * tick };
  } catch {
    return undefined;
  }
}

/** CPU time of processes so far, user and system, in milliseconds. */
export const cpuOf = (processes: readonly ChildProcess[]): number =>
  processes.reduce((sum, { pid = 0 }) => sum + (read(pid)?.own ?? 0), 0);

/** The same of a process with all its children, those that have ended too: of PostgreSQL. */
export function cpuOfFamily(pid: number): number {
  const head = read(pid);
  const others = readdirSync('/proc').map(Number).filter(Number.isInteger).map(read);
  const children = others.reduce((sum, one) => sum + (one?.parent === pid ? one.own : 0), 0);
  return (head?.own ?? 0) + (head?.ended ?? 0) + children;
}

/** The parent of a process. @throws Error when it has ended */
export function parentOf(pid: number): number {
  const found = read(pid);
  if (!found) throw new Error(`no process ${pid}`);
  return found.parent;
}
