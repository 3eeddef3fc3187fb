/** A message as it is posted to Meta. */
export interface CloudRequest {
  readonly messaging_product?: string;
  readonly to?: string;
  readonly recipient?: string;
  readonly type?: string;
  readonly text?: { readonly body: string };
  readonly interactive?: CloudInteractive;
  readonly template?: {
    readonly name: string;
    readonly language: { readonly code: string };
    readonly components?: readonly { readonly parameters: readonly { readonly text: string }[] }[];
  };
  readonly biz_opaque_callback_data?: string;
}

interface Row {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

export interface CloudInteractive {
  readonly type: string;
  readonly body: { readonly text: string };
  readonly action: {
    readonly button?: string;
    readonly buttons?: readonly { readonly reply: Row }[];
    readonly sections?: readonly { readonly title?: string; readonly rows: readonly Row[] }[];
  };
}

const between = (text: string | undefined, most: number): boolean =>
  text !== undefined && text.trim() !== '' && text.length <= most;

const distinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

function buttonsFit({ buttons = [] }: CloudInteractive['action']): boolean {
  const replies = buttons.map(({ reply }) => reply);
  return (
    replies.length >= 1 &&
    replies.length <= 3 &&
    replies.every(({ id, title }) => between(id, 256) && between(title, 20)) &&
    distinct(replies.map(({ id }) => id)) &&
    distinct(replies.map(({ title }) => title))
  );
}

const rowFits = ({ id, title, description }: Row): boolean =>
  between(id, 200) && between(title, 24) && (description === undefined || between(description, 72));

function listFits({ button, sections = [] }: CloudInteractive['action']): boolean {
  const rows = sections.flatMap((section) => section.rows);
  const titled = sections.length <= 1 || sections.every(({ title }) => between(title, 24));
  const few = rows.length >= 1 && rows.length <= 10;
  return (
    titled &&
    few &&
    between(button, 20) &&
    rows.every(rowFits) &&
    distinct(rows.map(({ id }) => id))
  );
}

function interactiveRefusal({ type, body, action }: CloudInteractive): number | undefined {
  if (!between(body.text, 1024)) return 131009;
  if (type === 'button') return buttonsFit(action) ? undefined : 131009;
  if (type === 'list') return listFits(action) ? undefined : 131009;
  return 100;
}

type Approved = { readonly name: string; readonly language: string };

function templateRefusal(
  { name, language, components = [] }: NonNullable<CloudRequest['template']>,
  approved: Approved,
): number | undefined {
  if (name !== approved.name || language.code !== approved.language) return 132001;
  const [parameter, ...more] = components.flatMap((component) => component.parameters);
  if (!parameter || more.length > 0) return 132000;
  if (parameter.text === '') return 131008;
  return /[\n\t]| {5}/.test(parameter.text) ? 132018 : undefined;
}

function contentRefusal(request: CloudRequest): number | undefined {
  if (request.type === 'text') return between(request.text?.body, 4096) ? undefined : 100;
  if (request.type !== 'interactive' || !request.interactive) return 100;
  return interactiveRefusal(request.interactive);
}

function isAddressed({ to = '', recipient, messaging_product: product }: CloudRequest): boolean {
  const userId = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;
  return product === 'whatsapp' && (recipient === undefined ? to !== '' : userId.test(recipient));
}

/** The code with which Meta refuses a message; undefined when it takes it. */
export function cloudRefusal(
  request: CloudRequest,
  { open, template }: { readonly open: boolean; readonly template: Approved },
): number | undefined {
  if (!isAddressed(request)) return 100;
  if (request.template) return templateRefusal(request.template, template);
  return contentRefusal(request) ?? (open ? undefined : 131047);
}
