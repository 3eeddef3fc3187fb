import type { FlowBook } from '../../src/flows/flow.ts';
import type { Here, Step, Turn } from '../../src/flows/steps/step.ts';

/** Steps that a run has come to, each as `flow.step`. */
export interface Travelled {
  /** Steps that the flows have and the run has not come to. */
  missing(): string[];
}

/** Watches the steps of a book from here on. Steps are functions over data: only tests wrap them. */
export function watchSteps(book: FlowBook): Travelled {
  const reached = new Set<string>();
  const steps = Object.values(book.flows).flatMap((flow) =>
    Object.entries(flow.steps).map(([name, step]) => ({ name: `${flow.name}.${name}`, step })),
  );
  for (const { name, step } of steps) {
    const enter = step.enter.bind(step);
    const watched: Pick<Step, 'enter'> = {
      enter: (here: Here): Turn => {
        reached.add(name);
        return enter(here);
      },
    };
    Object.assign(step, watched);
  }
  return {
    missing: () => steps.map(({ name }) => name).filter((name) => !reached.has(name)),
  };
}
