import type { OutboundMessage } from '../core/message.ts';

/** WhatsApp lets an office write freely for a day after the person last did, in milliseconds. */
const windowLength = 24 * 60 * 60 * 1000;

/** Whether only a template may be sent now; so it is for who never wrote. */
export function isWindowClosed({ lastInboundAt }: OutboundMessage, now: Date): boolean {
  return lastInboundAt === undefined || now.getTime() - lastInboundAt >= windowLength;
}

/**
 * A text as the variable of a template: Meta refuses line breaks, tabs and more than four spaces in
 * a row there (error 132018).
 */
export function asTemplateVariable(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
