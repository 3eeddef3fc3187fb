import type { Flow } from './flow.ts';
import type { Step } from './steps/step.ts';

/** Letters of a box; more of a text than its beginning does not help to find it. */
const longestLabel = 60;

const quoted = (text: string): string =>
  `"${text.replaceAll('"', '#quot;').replaceAll('\n', ' ')}"`;

const idOf = (flow: string, step: string): string =>
  `${flow}_${step}`.replace(/[^A-Za-z0-9_]/g, '_');

function shortened(text: string): string {
  return text.length <= longestLabel ? text : `${text.slice(0, longestLabel - 3)}...`;
}

/** The box of a step: questions are rounded, actions six-sided, ends and ways out have round ends. */
function box(name: string, step: Step): string {
  if (step.action) return `{{${quoted(step.action.action)}}}`;
  const words = quoted(`${name}: ${shortened(step.texts[0]?.text ?? step.flow ?? '')}`);
  if (step.question) return `(${words})`;
  return step.links.length === 0 ? `([${words}])` : `[${words}]`;
}

function arrow(from: string, label: string, to: string): string {
  return label === '' ? `${from} --> ${to}` : `${from} -- ${quoted(label)} --> ${to}`;
}

function drawStep(flow: Flow, name: string, step: Step): string[] {
  const id = idOf(flow.name, name);
  return [
    `${id}${box(name, step)}`,
    ...step.links.map(({ label, to }) => arrow(id, label, idOf(flow.name, to))),
  ];
}

function drawBody(flow: Flow): string[] {
  const begin = `${idOf(flow.name, '')}begin`;
  const words = [...flow.keywords, ...flow.weak, ...flow.alone].join(', ');
  return [
    `${begin}>${quoted(words || flow.name)}]`,
    arrow(begin, '', idOf(flow.name, flow.start)),
    ...Object.entries(flow.steps).flatMap(([name, step]) => drawStep(flow, name, step)),
  ];
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/** One flow as a Mermaid flowchart. */
export function drawFlow(flow: Flow): string {
  return ['flowchart TD', ...indented(drawBody(flow))].join('\n');
}

/** All flows in one Mermaid flowchart, with the ways from one to another. */
export function drawFlows(flows: readonly Flow[]): string {
  const groups = flows.flatMap((flow) => [
    `subgraph ${idOf(flow.name, '')}flow[${quoted(`${flow.name}: ${flow.about}`)}]`,
    ...indented(drawBody(flow)),
    'end',
  ]);
  const ways = flows.flatMap((flow) =>
    Object.entries(flow.steps).flatMap(([name, step]) =>
      step.flow === undefined ? [] : [`${idOf(flow.name, name)} -.-> ${idOf(step.flow, '')}begin`],
    ),
  );
  return ['flowchart TD', ...indented([...groups, ...ways])].join('\n');
}
