/** The beginning of a text, at most `most` UTF-16 units, no emoji cut in two. */
function beginning(text: string, most: number): string {
  const cut = text.slice(0, most);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** A label cut to `most` characters, between words where one ends in its second half. */
export function shorten(label: string, most: number): string {
  const text = label.replace(/\s+/gu, ' ').trim();
  if (text.length <= most) return text;
  const cut = beginning(text, most - 3);
  const lastSpace = cut.lastIndexOf(' ');
  const end = lastSpace > most / 2 ? lastSpace : cut.length;
  return `${cut.slice(0, end).replace(/[\s,;:.-]+$/u, '')}...`;
}
