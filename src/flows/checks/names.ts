import type { ActionSpec } from '../../core/action.ts';
import type { FlowMistake } from '../../core/errors.ts';
import type { Flow, FlowBook, Path } from '../flow.ts';
import { placeholders } from '../render.ts';
import type { Samples } from '../samples.ts';
import { mistakeAt } from '../source.ts';
import type { Step, StepAction } from '../steps/step.ts';

/** Names that the engine itself fills in. */
const ownNames = ['judul', 'pemberitahuan', 'tarif'];

/** Names of the values that a dialogue of this flow may hold. */
function valuesOf(flow: Flow, { catalogue }: FlowBook): Set<string> {
  const steps = Object.values(flow.steps);
  const outcomes = steps.flatMap(({ action }) =>
    Object.values(catalogue[action?.action ?? '']?.outcomes ?? {}).flat(),
  );
  return new Set([
    ...Object.keys(flow.takes),
    ...steps.flatMap(({ gives }) => Object.keys(gives)),
    ...outcomes,
  ]);
}

type At = (path: Path, message: string) => FlowMistake;

function checkOutcomes(used: StepAction, spec: ActionSpec, at: At): FlowMistake[] {
  const known = Object.keys(spec.outcomes);
  const unanswered = known.filter((name) => !used.outcomes.includes(name));
  const unknown = used.outcomes.filter((name) => !known.includes(name));
  return [
    ...unanswered.map((name) =>
      at(['on'], `${used.action} may give ${name}, on: does not say where that leads`),
    ),
    ...unknown.map((name) => at(['on', name], `${used.action} never gives ${name}`)),
  ];
}

function checkAction(step: Step, { catalogue }: FlowBook, at: At): FlowMistake[] {
  const { action: used } = step;
  if (!used) return [];
  const spec = catalogue[used.action];
  if (!spec) return [at(['do'], `there is no action ${used.action}`)];
  const inputs = used.inputs.filter((name) => !spec.takes.includes(name));
  return [
    ...inputs.map((name) => at(['with', name], `${used.action} takes no ${name}`)),
    ...checkOutcomes(used, spec, at),
  ];
}

function checkStep(
  step: Step,
  known: ReadonlySet<string>,
  samples: Samples,
  at: At,
): FlowMistake[] {
  const reads = step.reads
    .filter(({ name }) => !known.has(name))
    .map(({ name, path }) => at(path, `nothing gives ${name}`));
  const texts = step.texts.flatMap(({ text, path }) =>
    placeholders(text)
      .filter((name) => !known.has(name) && !(name in samples) && !ownNames.includes(name))
      .map((name) => at(path, `nothing gives {${name}}`)),
  );
  return [...reads, ...texts];
}

function checkKinds(flow: Flow, { answers }: FlowBook): FlowMistake[] {
  const named: (readonly [Path, string])[] = [
    ...Object.entries(flow.takes).map(([name, kind]) => [['takes', name], kind] as const),
    ...Object.entries(flow.steps).flatMap(([name, { question }]) =>
      (question?.kinds ?? []).map((kind) => [['steps', name, 'answer'], kind] as const),
    ),
    ...Object.entries(flow.kinds).map(([name, kind]) => [['shows', name], kind] as const),
  ];
  const unknown = named.filter(([, kind]) => !(kind in answers));
  // Told once for a kind, where it stands first.
  const places = new Map(unknown.toReversed().map(([path, kind]) => [kind, path]));
  return [...places].map(([kind, path]) =>
    mistakeAt(flow, path, `there is no kind of answer ${kind}`),
  );
}

/** Unknown actions, inputs, outcomes, kinds of answer, values and placeholders. */
export function checkFlowNames(flow: Flow, book: FlowBook, samples: Samples): FlowMistake[] {
  const known = valuesOf(flow, book);
  const form =
    flow.form === undefined || flow.form in flow.takes
      ? []
      : [mistakeAt(flow, ['form'], `takes: has no ${flow.form}`)];
  const steps = Object.entries(flow.steps).flatMap(([name, step]) => {
    const at: At = (path, message) => mistakeAt(flow, ['steps', name, ...path], message);
    return [...checkAction(step, book, at), ...checkStep(step, known, samples, at)];
  });
  return [...form, ...checkKinds(flow, book), ...steps];
}
