/** The only template that is approved for messages after the person's day. */
export const contentSid = `HX${'ab12'.repeat(8)}`;

/** What a content shows, its variables filled in. */
export interface ShownContent {
  readonly body: string;
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly description?: string;
  }[];
}

interface Types {
  readonly 'twilio/text'?: { readonly body: string };
  readonly 'twilio/quick-reply'?: {
    readonly body: string;
    readonly actions: readonly {
      readonly type: string;
      readonly title: string;
      readonly id: string;
    }[];
  };
  readonly 'twilio/list-picker'?: {
    readonly body: string;
    readonly button: string;
    readonly items: readonly {
      readonly item: string;
      readonly id: string;
      readonly description?: string;
    }[];
  };
}

const approved: Types = {
  'twilio/text': { body: 'Kabar dari Disnaker: {{1}} Balas pesan ini bila ada pertanyaan.' },
};

/** What the person sees of it. */
function shownOf(types: Types): ShownContent {
  const [quick, list] = [types['twilio/quick-reply'], types['twilio/list-picker']];
  if (quick) return { body: quick.body, items: quick.actions };
  if (list)
    return {
      body: list.body,
      items: list.items.map(({ item, ...rest }) => ({ title: item, ...rest })),
    };
  return { body: types['twilio/text']?.body ?? '', items: [] };
}

const within = (text: string, most: number): boolean => text.trim() !== '' && text.length <= most;

/** WhatsApp's limits: what breaks them is taken by Twilio, and fails afterwards. */
function fits(types: Types): boolean {
  const { body, items } = shownOf(types);
  const isQuick = types['twilio/quick-reply'] !== undefined;
  const [most, title] = isQuick ? [3, 20] : [10, 24];
  return (
    within(body, 1024) &&
    items.length <= most &&
    items.every(({ id, title: own }) => within(id, 200) && within(own, title)) &&
    items.every(({ description = 'x' }) => within(description, 72))
  );
}

/** Twilio's contents: made with examples, filled by messages. */
export function openContents() {
  const kept = new Map<string, Types>([[contentSid, approved]]);
  return {
    /** Forgets all that was made, as somebody might in the console. */
    clear: () => {
      for (const sid of [...kept.keys()].slice(1)) kept.delete(sid);
    },
    /** The sid of a new content; undefined when examples are missing. */
    make: (json: string): string | undefined => {
      const { types, variables } = JSON.parse(json) as { types: Types; variables: object };
      const slots = new Set(JSON.stringify(types).match(/\{\{\d+\}\}/g));
      if (slots.size !== Object.keys(variables).length) return undefined;
      const sid = `HX${String(kept.size).padStart(32, '0')}`;
      kept.set(sid, types);
      return sid;
    },
    /** What a message shows, or the code with which it is refused. */
    fill: (sid: string, json: string): ShownContent | number => {
      const types = kept.get(sid);
      if (!types) return 21655;
      const variables = new Map(Object.entries(JSON.parse(json) as Record<string, string>));
      if (sid === contentSid && /[\n\t]| {5}/.test(variables.get('1') ?? '')) return 21656;
      const text = JSON.stringify(types);
      if ([...text.matchAll(/\{\{(\d+)\}\}/g)].some(([, n = '']) => !variables.get(n)))
        return 21656;
      const filled = text.replaceAll(/\{\{(\d+)\}\}/g, (_, n: string) =>
        JSON.stringify(variables.get(n)).slice(1, -1),
      );
      const full = JSON.parse(filled) as Types;
      return fits(full) ? shownOf(full) : 63021;
    },
  };
}
