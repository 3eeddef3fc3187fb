import { SendError } from '../../core/errors.ts';
import type { OutboundMessage } from '../../core/message.ts';
import { pressableOf } from '../whatsapp-choices.ts';
import { asTemplateVariable, isWindowClosed } from '../whatsapp-window.ts';

/** How this office writes. */
export interface CloudStyle {
  /** What opens a list of choices. */
  readonly listButton: string;
  /** Approved by Meta, with the text as its only variable; for messages after the person's day. */
  readonly template?: { readonly name: string; readonly language: string };
}

/** The message with what may be pressed below it; undefined when nothing fits. */
function interactive(
  { text, choices }: OutboundMessage,
  { listButton: button }: CloudStyle,
): object | undefined {
  const pressable = pressableOf(text, choices);
  if (!pressable) return undefined;
  const { look, items } = pressable;
  const pressed =
    look === 'buttons'
      ? { type: 'button', action: { buttons: items.map((reply) => ({ type: 'reply', reply })) } }
      : { type: 'list', action: { button, sections: [{ rows: items }] } };
  return { type: 'interactive', interactive: { body: { text }, ...pressed } };
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
