import { isForeignPhone } from '../core/phone.ts';

/**
 * True for a matter whose number its own person is never told: a captor may hold the phone. Trouble
 * of family abroad is told to whoever writes from here.
 */
export function isUntold(
  { urgent, category }: { readonly urgent: boolean; readonly category: string | null },
  userId: string | null,
): boolean {
  return urgent && (category !== 'abroad' || isForeignPhone(userId ?? ''));
}
