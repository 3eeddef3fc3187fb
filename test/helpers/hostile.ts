/*
 * Texts that people who mean harm send: markup, attributes, scripts, templates, formulas, control
 * characters. Classics of the OWASP filter evasion sheet and mixtures of their parts.
 */

const classics = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "'><svg/onload=alert(1)>",
  '</title><script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  '</bdi></td></table><iframe src=javascript:alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '" onfocus=alert(1) autofocus="',
  "' onmouseover='alert(1)",
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
  '<body onload=alert(1)>',
  '<style>@import"javascript:alert(1)"</style>',
  '<base href="https://example.invalid/">',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<form action="https://example.invalid"><input name=_csrf>',
  '<!--<img src="--><img src=x onerror=alert(1)//">',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;img src=x onerror=alert(1)&#62;',
  '%3Cscript%3Ealert(1)%3C/script%3E',
  '<%= process.env %>',
  '<%~ it.page %>',
  '{{7*7}} ${7*7} #{7*7}',
  '=HYPERLINK("https://example.invalid";"klik")',
  '@SUM(1+1)*cmd|calc!A0',
  '+1-1',
  '-2+3',
  '\u202Egnp.exe',
  '\u0000\u0001<b>\u0007',
  '../../../etc/passwd',
  'x\r\nSet-Cookie: a=b',
];

const openings = ['"', "'", '>', '">', "'/>", '</p>', '`', '\\', '\t', ''];
const tags = ['<script', '<img', '<svg', '<iframe', '<input', '<details open', '<video', '<a'];
const deeds = [
  ' onload',
  ' onerror',
  '/onclick',
  ' ontoggle',
  ' style',
  ' href',
  ' src',
  ' srcdoc',
];
const values = [
  '=alert(1)>',
  '="alert(1)">',
  "='alert(1)'>",
  '=javascript:alert(1)>',
  '=//x.invalid>',
];

/** So many different hostile texts, the same each time. */
export function hostileTexts(count: number): readonly string[] {
  const texts = new Set(classics);
  for (let at = 0; texts.size < count; at += 1) {
    const of = (parts: readonly string[], step: number): string =>
      parts[Math.floor(at / step) % parts.length] ?? '';
    texts.add(`${of(openings, 1)}${of(tags, 10)}${of(deeds, 80)}${of(values, 640)}${at}`);
  }
  return [...texts].slice(0, count);
}

const tag = /<([a-z][a-z0-9-]*)((?:\s|\/)[^<>]*)?>/giu;

/** Tags and attributes of a page that could do something: scripts inline, handlers, foreign addresses. */
export function activeParts(html: string): readonly string[] {
  const known = new Set(['script', 'link', 'img']);
  return [...html.matchAll(tag)].flatMap(([whole, name = '', attributes = '']) => {
    const own = /(?:src|href)="\/admin\/aset\/[\w.-]+"/u.test(attributes);
    const isActive =
      /\son\w+\s*=|javascript:|srcdoc|style\s*=/iu.test(attributes.replaceAll(/"[^"]*"/gu, '""')) ||
      /(?:href|src|action)="(?!\/|#)[^"]*"/u.test(attributes) ||
      ['iframe', 'object', 'embed', 'base', 'video', 'math', 'animate'].includes(name) ||
      (known.has(name) && !own);
    return isActive ? [whole] : [];
  });
}
