/** What the built-in fonts of PDF can draw (Windows-1252); other letters lose their marks, then are a question mark. */
export function printable(text: string): string {
  const latin = /[^\x20-\x7e\u00a0-\u00ff‘’“”–—…]/gu;
  const bare = (letter: string): string =>
    letter.normalize('NFKD').replace(/\p{M}/gu, '').replace(latin, '?');
  return text.normalize('NFC').replace(latin, bare);
}
