/* Queue and conversation: kept fresh, counted while typing, saved while typing. Pages work without it. */

const live = document.querySelector('[data-live]');
const token = document.querySelector('input[name=_csrf]')?.value ?? '';

/* ---- kept fresh: the page is read anew and the parts that changed take the place of the old ---- */

const partsOf = (page) =>
  new Map(
    [...page.querySelectorAll('[data-live-part]')].map((part) => [part.dataset.livePart, part]),
  );

/** Puts the new part in place unless somebody is typing or choosing in the old one. */
function renew(old, fresh) {
  if (!old || old.outerHTML === fresh.outerHTML) return;
  if (
    old.contains(document.activeElement) &&
    document.activeElement.matches('input, select, textarea')
  )
    return;
  const here = old.querySelector('.here a')?.getAttribute('href');
  const open = [...old.querySelectorAll('details')].map((details) => details.open);
  const focused = old.contains(document.activeElement)
    ? document.activeElement.getAttribute('href')
    : null;
  const atEnd = old.scrollHeight - old.scrollTop - old.clientHeight < 40;
  old.replaceWith(fresh);
  fresh.querySelectorAll('details').forEach((details, at) => {
    details.open = open[at] ?? false;
  });
  if (here)
    fresh
      .querySelector(`a[href="${CSS.escape(here)}"]`)
      ?.closest('[data-row]')
      ?.classList.add('here');
  if (focused)
    fresh.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  if (atEnd) fresh.scrollTop = fresh.scrollHeight;
}

let reading = false;
let again = false;

async function reload() {
  if (reading) {
    again = true;
    return;
  }
  reading = true;
  again = false;
  try {
    const answer = await fetch(location.href, { headers: { 'x-live': '1' }, redirect: 'manual' });
    if (!answer.ok) return ended();
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const old = partsOf(document);
    for (const [name, fresh] of partsOf(page)) renew(old.get(name), fresh);
  } catch {
    say('Sambungan terputus. Menyambung lagi...');
  } finally {
    reading = false;
    if (again) void reload();
  }
}

function say(text) {
  for (const place of document.querySelectorAll('[data-live-state]')) place.textContent = text;
}

function ended() {
  source?.close();
  const place = document.querySelector('[data-ended]');
  if (place) place.hidden = false;
}

let source;
if (live) {
  source = new EventSource(live.dataset.live);
  source.addEventListener('siap', () => void reload());
  source.addEventListener('berubah', () => void reload());
  source.addEventListener('selesai', ended);
  source.addEventListener('error', () => say('Sambungan terputus. Menyambung lagi...'));
  // What is late grows later though nothing changes.
  setInterval(() => void reload(), 60_000);
}

const thread = document.querySelector('.thread');
if (thread) thread.scrollTop = thread.scrollHeight;

/* ---- counted while typing ---- */

const preview = document.querySelector('.preview');
const field = document.querySelector('[data-reply]');

function shownCost(text, size) {
  const { medium, rupiah } = preview.dataset;
  const letters = `${Array.from(text).length} huruf`;
  if (medium !== 'sms') return letters;
  const cost = `Rp${String(Math.round(size.segments * Number(rupiah))).replace(/\B(?=(\d{3})+$)/g, '.')}`;
  return `${letters} · ${size.segments} SMS · ${cost}`;
}

async function count() {
  const { measureSms, toGsm, charactersBeyondGsm } = await import(preview.dataset.sms);
  const show = () => {
    const { before, after, stop, medium } = preview.dataset;
    const said = field.value.trim() || '...';
    const whole = before + said + (stop && !/[.!?]$/.test(said) ? '.' : '') + after;
    const text = medium === 'sms' ? toGsm(whole) : whole;
    const beyond = medium === 'sms' ? charactersBeyondGsm(text) : [];
    preview.querySelector('[data-sheet]').textContent = text;
    preview.querySelector('[data-cost]').textContent = shownCost(text, measureSms(text));
    preview.querySelector('[data-beyond]').textContent = beyond.join(' ');
    preview.querySelector('[data-beyond-line]').hidden = beyond.length === 0;
  };
  field.addEventListener('input', show);
  show();
}

if (preview && field) {
  document.querySelector('[data-without-script]')?.remove();
  void count();
}

/* ---- canned replies go where the writing is ---- */

for (const button of document.querySelectorAll('[data-canned]')) {
  button.addEventListener('click', (event) => {
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = field;
    const [before, after] = [value.slice(0, selectionStart), value.slice(selectionEnd)];
    const gap = before === '' || /\s$/.test(before) ? '' : ' ';
    field.value = before + gap + button.dataset.canned + after;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  });
}

/* ---- saved while typing: sealed on the server, nothing stays in this browser ---- */

for (const form of document.querySelectorAll('[data-draft]')) {
  const text = form.querySelector('textarea');
  const state = form.querySelector('[data-draft-state]');
  let timer;
  const save = async () => {
    clearTimeout(timer);
    timer = undefined;
    const body = new URLSearchParams({ _csrf: token, jenis: form.dataset.draft, teks: text.value });
    const answer = await fetch(`${location.pathname}/simpan`, {
      method: 'POST',
      body,
      redirect: 'manual',
      keepalive: true,
    }).catch(() => undefined);
    if (state) state.textContent = answer?.ok ? 'Tersimpan.' : 'Belum tersimpan.';
    if (answer && !answer.ok) ended();
  };
  text.addEventListener('input', () => {
    if (state) state.textContent = '';
    timer ??= setTimeout(() => void save(), 1500);
  });
  addEventListener('pagehide', () => {
    if (timer !== undefined) void save();
  });
  form.addEventListener('submit', () => clearTimeout(timer));
}

/* ---- keys of these pages, beside those of admin.js ---- */

const keys = {
  c: () => document.querySelector('[data-claim]')?.click(),
  n: () => document.querySelector('[data-note]')?.focus(),
  u: () => document.querySelector('a.back')?.click(),
};

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, key)) return;
  if (target.closest?.('input, textarea, select, dialog')) return;
  event.preventDefault();
  keys[key]();
});
