import type { FlowMistake } from '../../core/errors.ts';
import { menuFlow, officerFlow, type Flow } from '../flow.ts';
import { mistakeAt } from '../source.ts';
import type { Step } from '../steps/step.ts';

/** Steps that can be reached from `from` over steps that `through` lets pass; `from` only by a way back. */
function after(flow: Flow, from: string, through: (step: Step) => boolean): Set<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const step = flow.steps[name];
    const next = step && through(step) ? step.links.map(({ to }) => to) : [];
    open.push(...next.filter((to) => !seen.has(to)));
    next.forEach((to) => seen.add(to));
  }
  return seen;
}

function reachable(flow: Flow, from: string): Set<string> {
  return after(flow, from, () => true).add(from);
}

const ends = (step: Step | undefined): boolean => step !== undefined && step.links.length === 0;

const isSilent = (step: Step): boolean => !step.question && !step.action;

/** True when the step leads back to itself and nobody is asked on the way. */
function loops(flow: Flow, from: string): boolean {
  return after(flow, from, isSilent).has(from);
}

function checkTargets(flow: Flow): FlowMistake[] {
  const start =
    flow.start in flow.steps ? [] : [mistakeAt(flow, ['start'], `there is no step ${flow.start}`)];
  const links = Object.entries(flow.steps).flatMap(([name, { links: all }]) =>
    all
      .filter(({ to }) => !(to in flow.steps))
      .map(({ to, path }) => mistakeAt(flow, ['steps', name, ...path], `there is no step ${to}`)),
  );
  return [...start, ...links];
}

function checkPaths(flow: Flow): FlowMistake[] {
  const reached = reachable(flow, flow.start);
  return Object.keys(flow.steps).flatMap((name) => {
    const at = (message: string): FlowMistake[] => [mistakeAt(flow, ['steps', name], message)];
    if (!reached.has(name)) return at(`nothing leads to step ${name}`);
    if (loops(flow, name)) return at(`step ${name} leads back to itself without a question`);
    const out = [...reachable(flow, name)].some((step) => ends(flow.steps[step]));
    return out ? [] : at(`from step ${name} the dialogue never ends`);
  });
}

function checkFlowLinks(flow: Flow, names: ReadonlySet<string>): FlowMistake[] {
  return Object.entries(flow.steps).flatMap(([name, step]) =>
    step.flow === undefined || names.has(step.flow)
      ? []
      : [mistakeAt(flow, ['steps', name, 'go'], `there is no flow ${step.flow}`)],
  );
}

function checkNames(flows: readonly Flow[]): FlowMistake[] {
  const names = flows.map(({ name }) => name);
  const double = flows
    .filter(({ name }, index) => names.indexOf(name) !== index)
    .map((flow) => mistakeAt(flow, ['flow'], `there is another flow ${flow.name}`));
  const missing = [menuFlow, officerFlow].filter((name) => !names.includes(name));
  return [
    ...double,
    ...missing.map((name) => ({ file: `flows/${name}.yaml`, line: 1, message: 'is missing' })),
  ];
}

/** Unknown steps and flows, steps that nothing reaches, loops and dialogues without an end. */
export function checkStructure(flows: readonly Flow[]): FlowMistake[] {
  const names = new Set(flows.map(({ name }) => name));
  const each = flows.flatMap((flow) => {
    const targets = [...checkTargets(flow), ...checkFlowLinks(flow, names)];
    return targets.length > 0 ? targets : checkPaths(flow);
  });
  return [...checkNames(flows), ...each];
}
