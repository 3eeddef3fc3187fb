import { isQuestion } from './asking.ts';
import { readDanger, type Danger } from './danger.ts';
import { normalise } from './normalise.ts';
import { understandWords, type Understood } from './understand.ts';

/** A message as it is read: what several readers ask of it is found out once, when it is first asked. */
export class Said {
  readonly text: string;
  #words: readonly string[] | undefined;
  #danger: Danger | undefined;
  #understood: Understood | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Its words as they are meant (see `normalise`). */
  get words(): readonly string[] {
    return (this.#words ??= normalise(this.text));
  }

  get danger(): Danger {
    return (this.#danger ??= readDanger(this.text));
  }

  /** The service that it is about. */
  get understood(): Understood {
    return (this.#understood ??= understandWords(this.words, this.danger));
  }

  get isQuestion(): boolean {
    return isQuestion(this.text, this.words);
  }
}
