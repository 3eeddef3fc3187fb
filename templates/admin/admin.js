/* Keys and small comforts; every page works without this file. */

const isTyping = (target) =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable]') !== null;

const rows = () => [...document.querySelectorAll('[data-row]')];

/** Moves the mark of the list by `step` rows and brings it into view. */
function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const now = all.findIndex((row) => row.classList.contains('here'));
  const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
  all[now]?.classList.remove('here');
  next.classList.add('here');
  next.querySelector('a')?.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

function focusFirst(selector) {
  const field = document.querySelector(selector);
  field?.focus();
  return field !== null;
}

const places = { a: '/admin/antrean', p: '/admin/pencari-kerja', l: '/admin/lowongan' };
let goes = false;

/** The second key of `g a`, `g p`, `g l`; only where the menu has that place. */
function go(key) {
  const link = places[key] && document.querySelector(`nav a[href="${places[key]}"]`);
  if (link) link.click();
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  '/': () => focusFirst('[data-search]'),
  r: () => focusFirst('[data-reply]'),
  '?': () => document.getElementById('keys')?.showModal(),
  g: () => {
    goes = true;
    setTimeout(() => {
      goes = false;
    }, 1500);
  },
};

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if (key === 'Enter' && (event.ctrlKey || event.metaKey) && target.form)
    return target.form.requestSubmit();
  if (key === 'Escape' && isTyping(target)) return target.blur();
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    isTyping(target) ||
    document.querySelector('dialog[open]')
  )
    return;
  if (goes && Object.hasOwn(places, key)) {
    goes = false;
    event.preventDefault();
    return go(key);
  }
  if (!Object.hasOwn(keys, key)) return;
  event.preventDefault();
  keys[key]();
});

/* A form whose answer goes into a part of the page, so that the file that was chosen stays chosen. */
async function sendInto(form, button) {
  const body = new FormData(form, button);
  const answer = await fetch(form.action, { method: 'POST', body });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const found = page.getElementById(form.dataset.into);
  const problem = page.querySelector('.error, .notice-wrong');
  const place = document.getElementById(form.dataset.into);
  place.replaceChildren(...(found?.childNodes ?? []));
  if (problem) place.prepend(problem);
  place.scrollIntoView({ block: 'nearest' });
}

for (const form of document.querySelectorAll('[data-into]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!form.dataset.sent) sendInto(form, event.submitter).catch(() => form.submit());
  });
}

/* A filter acts at once; without this script its button does. */
for (const field of document.querySelectorAll('[data-instant]')) {
  field.addEventListener('change', () => field.form.requestSubmit());
}

/* A form that was sent is not sent again by a second press. */
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  if (form.method !== 'post') return;
  form.dataset.sent = '1';
  setTimeout(() => {
    delete form.dataset.sent;
  }, 4000);
});

/* Asked once more before what cannot be undone. */
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-sure]');
  if (button && !window.confirm(button.dataset.sure)) event.preventDefault();
});

/* Copies what a field holds; the button says for a moment that it has. */
async function copyFrom(button) {
  const source = document.getElementById(button.dataset.copy);
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
  } catch {
    /* Over plain HTTP there is no clipboard: what is to be copied is marked. */
    getSelection().selectAllChildren(source);
    source.select?.();
    if (!document.execCommand('copy')) return;
  }
  button.textContent = 'Disalin';
  setTimeout(() => {
    button.textContent = said;
  }, 1200);
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', () => copyFrom(button));
}

/* Letters and SMS, counted while typing by the counter of the service itself. */

const tidy = (lines) =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What goes out: a list with its numbers, names between braces filled. */
function outgoing({ value, dataset }) {
  const facts = dataset.values ? JSON.parse(dataset.values) : {};
  const lines = tidy(value);
  if (dataset.list === 'yes') return lines.map((line, at) => `${at + 1}) ${line}`).join(' ');
  return lines.join(' ').replace(/\{([a-z0-9_]+)\}/g, (name, key) => facts[key] ?? name);
}

async function countLetters(field) {
  const { measureSms, toGsm, charactersBeyondGsm } = await import(field.dataset.sms);
  const place = document.getElementById(field.dataset.count);
  const show = () => {
    const { before = '', after = '' } = field.dataset;
    const text = toGsm(before + outgoing(field) + after);
    const { units, segments } = measureSms(text);
    const beyond = charactersBeyondGsm(text).join(' ');
    const strange = beyond === '' ? '' : ` SMS tidak punya huruf ini: ${beyond}`;
    place.textContent = `${units} huruf dari ${field.dataset.most}, ${segments} SMS.${strange}`;
    place.classList.toggle('count-over', units > Number(field.dataset.most) || beyond !== '');
  };
  field.addEventListener('input', show);
  show();
}

for (const field of document.querySelectorAll('[data-count]')) void countLetters(field);

/* Figures that move are read anew; what an officer is doing on the page stays as it is. */
async function renew(place) {
  const answer = await fetch(location.href, { headers: { 'x-live': '1' }, redirect: 'manual' });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById(place.id);
  if (fresh && fresh.innerHTML !== place.innerHTML) place.innerHTML = fresh.innerHTML;
}

for (const place of document.querySelectorAll('[data-renew]')) {
  setInterval(() => renew(place).catch(() => {}), Number(place.dataset.renew) * 1000);
}

const help = document.querySelector('[data-keys]');
if (help) {
  help.hidden = false;
  help.addEventListener('click', () => keys['?']());
}

document.querySelector('.field-wrong input, .field-wrong select, .field-wrong textarea')?.focus();
