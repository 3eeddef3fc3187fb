import { SendError } from '../core/errors.ts';
import type { Choice, OutboundMessage } from '../core/message.ts';
import { shorten } from './shorten.ts';
import { asTemplateVariable, isWindowClosed } from './whatsapp-window.ts';

/*
 * Messages as Meta takes them (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages).
 * Limits in characters; what does not fit buttons or a list goes as text, which names all choices.
 */
const mostButtons = 3;
const buttonTitle = 20;
const mostRows = 10;
const rowTitle = 24;
const rowDescription = 72;
const rowId = 200;
const interactiveText = 1024;

/** How this office writes. */
export interface CloudStyle {
  /** What opens a list of choices. */
  readonly listButton: string;
  /** Approved by Meta, with the text as its only variable; for messages after the person's day. */
  readonly template?: { readonly name: string; readonly language: string };
}

/** Buttons with one title each; two alike would be refused. */
function buttons(choices: readonly Choice[]): object | undefined {
  const titles = new Set(choices.map(({ label }) => label));
  const fit = choices.length <= mostButtons && titles.size === choices.length;
  if (!fit || choices.some(({ label }) => label.length > buttonTitle)) return undefined;
  return {
    type: 'button',
    action: {
      buttons: choices.map(({ text: id, label: title }) => ({
        type: 'reply',
        reply: { id, title },
      })),
    },
  };
}

/** A row; a label that is too long for its title is told whole below it. */
function row({ text: id, label }: Choice): object {
  const title = shorten(label, rowTitle);
  return { id, title, ...(title !== label && { description: shorten(label, rowDescription) }) };
}

function list(choices: readonly Choice[], button: string): object | undefined {
  if (choices.length > mostRows) return undefined;
  return { type: 'list', action: { button, sections: [{ rows: choices.map(row) }] } };
}

/** Ids must be told apart, short, and there must be a label to press. */
function arePressable(choices: readonly Choice[]): boolean {
  const ids = new Set(choices.map(({ text }) => text));
  return (
    choices.length > 0 &&
    ids.size === choices.length &&
    choices.every(({ text, label }) => text.length <= rowId && label.trim() !== '')
  );
}

function interactive(message: OutboundMessage, { listButton }: CloudStyle): object | undefined {
  const { choices = [], text } = message;
  if (!arePressable(choices) || text.length > interactiveText) return undefined;
  const pressed = buttons(choices) ?? list(choices, listButton);
  return pressed && { type: 'interactive', interactive: { body: { text }, ...pressed } };
}

function template(text: string, { name, language }: NonNullable<CloudStyle['template']>): object {
  const parameters = [{ type: 'text', text: asTemplateVariable(text) }];
  const components = [{ type: 'body', parameters }];
  return { type: 'template', template: { name, language: { code: language }, components } };
}

/**
 * The content of a message. After the person's day only a template may be sent.
 * @throws SendError window-closed when there is none
 */
function contentOf(message: OutboundMessage, style: CloudStyle, now: Date): object {
  if (isWindowClosed(message, now)) {
    if (style.template) return template(message.text, style.template);
    throw new SendError('window-closed', { retryable: false });
  }
  const words = { type: 'text', text: { preview_url: false, body: message.text } };
  return interactive(message, style) ?? words;
}

/**
 * To whom: a user id has its own field. In `to` Meta would take it for a phone number, answer 200
 * and deliver nothing.
 */
const recipientOf = (to: string): object => (to.startsWith('+') ? { to } : { recipient: to });

/** The request's body. Our id comes back with each report of the message. @throws SendError window-closed */
export function cloudBody(message: OutboundMessage, style: CloudStyle, now: Date): string {
  return JSON.stringify({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipientOf(message.to),
    ...contentOf(message, style, now),
    biz_opaque_callback_data: message.id,
  });
}
