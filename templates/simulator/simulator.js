// The simulator's page. Every text of a person or of the service is set with textContent, never as HTML.
import { measureSms } from './sms.js';

const looks = {
  sms: { name: 'SMS', short: 'SMS', placeholder: 'Tulis pesan' },
  whatsapp: { name: 'WhatsApp', short: 'WA', placeholder: 'Ketik pesan' },
  telegram: { name: 'Telegram', short: 'TG', placeholder: 'Pesan' },
};
const awaited = {
  nik: 'NIK',
  name: 'nama',
  education: 'pendidikan',
  skill: 'keterampilan',
  area: 'tempat',
  confirm: 'YA atau TIDAK',
  number: 'nomor',
  choice: 'pilihan',
  date: 'tanggal',
  phone: 'nomor HP',
  money: 'jumlah uang',
  text: 'kalimat bebas',
};
const states = {
  queued: 'antre',
  sending: 'sedang dikirim',
  unknown: 'belum pasti sampai',
  sent: 'terkirim',
  delivered: 'sampai',
  read: 'dibaca',
  failed: 'gagal',
  expired: 'kedaluwarsa',
  received: 'diterima',
  done: 'diolah',
  silent: 'diterima, tidak dibalas',
  dead: 'perlu petugas',
};
const ticks = {
  queued: '',
  sending: '',
  sent: '✓',
  unknown: '?',
  failed: '!',
  dead: '!',
  expired: '!',
};
const openings = [
  'MENU',
  'DAFTAR',
  'LOWONGAN JAHIT PASIRIAN',
  'MAGANG',
  'TANYA syarat kartu kuning?',
];
// What may be answered to each kind of question.
const answers = {
  education: ['SD', 'SMP', 'SMA', 'SMK', 'S1'],
  skill: ['JAHIT', 'LAS', 'SOPIR', 'MASAK'],
  area: ['PASIRIAN', 'TEMPEH', 'LUMAJANG'],
  name: ['SITI AMINAH'],
};
// In a reply, capitals are what to type; these are the words that the service knows.
const keywords =
  /\b(?:MINAT L\d{4,}|DATA SAYA|HAPUS DATA|(?:DAFTAR|MINAT|LOWONGAN|MAGANG|TANYA|ADUAN|CPMI|STATUS|KABARI|PRIVASI|SURVEI|BANTUAN|BATAL|KEMBALI|LAGI|SEMUA|PETUGAS|YA|TIDAK|BELUM|MULAI)(?![\p{L}\d#]))/gu;

const $ = (selector, root = document) => root.querySelector(selector);
const price = Number(document.body.dataset.rupiah);
const rupiah = (amount) => `Rp${Math.round(amount).toLocaleString('id-ID')}`;

// The clock of the office, as the service wrote it: `2026-11-23T08:05:00+07:00` is 08.05.
const clockTime = (iso) => iso.slice(11, 16).replace(':', '.');

function randomDigits(count) {
  const bytes = crypto.getRandomValues(new Uint8Array(count));
  return Array.from(bytes, (byte) => byte % 10).join('');
}

// A number nobody has: 0812-000 begins no subscriber's number.
const newAddress = (account) =>
  account === 'telegram' ? `70${randomDigits(8)}` : `+62812000${randomDigits(5)}`;

function showAddress(account, address) {
  if (account === 'telegram') return `id ${address}`;
  return address.replace(/^\+62(\d{3})(\d{4})(\d+)$/, '0$1-$2-$3');
}

// An invented woman of Lumajang; serials from 9000 on are never reached by a day's registrations.
function inventNik() {
  const pick = (from, to) =>
    String(from + (crypto.getRandomValues(new Uint16Array(1))[0] % (to - from + 1)));
  const two = (from, to) => pick(from, to).padStart(2, '0');
  return `3508${two(1, 18)}${two(41, 68)}${two(1, 12)}${two(85, 99)}9${randomDigits(3)}`;
}

// ---- the service --------------------------------------------------------------------------

async function ask(path, options) {
  const response = await fetch(`/simulator/${path}`, options);
  if (!response.ok) throw new Error(String(response.status));
  return response.status === 204 ? undefined : response.json();
}

const send = (message) =>
  ask('messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });

const read = ({ account, from }) => ask(`messages?${new URLSearchParams({ account, from })}`);

// ---- one phone ----------------------------------------------------------------------------

const phones = [];
const addressOf = ({ account, from }) => `${account}:${from}`;

function makePhone(account, from = newAddress(account)) {
  const element = $('#phone').content.firstElementChild.cloneNode(true);
  const phone = {
    account,
    from,
    element,
    log: [],
    unsent: [],
    shown: new Set(),
    open: new Set(),
    waiting: false,
  };
  element.classList.add(account);
  $('textarea', element).placeholder = looks[account].placeholder;
  $('.write', element).addEventListener('submit', (event) => {
    event.preventDefault();
    say(phone, $('textarea', element).value);
  });
  $('textarea', element).addEventListener('keydown', (event) => onKey(phone, event));
  $('textarea', element).addEventListener('input', () => gauge(phone));
  $('.renew', element).addEventListener('click', () => renew(phone));
  $('.remove', element).addEventListener('click', () => remove(phone));
  element.addEventListener('focusin', () => select(phone));
  if (account === 'sms') drawPad(phone);
  tag(phone);
  return phone;
}

function tag({ account, from, element }) {
  $('.tag-name', element).textContent = looks[account].name;
  $('.tag-number', element).textContent = showAddress(account, from);
  element.setAttribute('aria-label', `HP ${looks[account].name} ${showAddress(account, from)}`);
}

function add(account, from) {
  const phone = makePhone(account, from);
  phones.push(phone);
  $('#phones').append(phone.element);
  gauge(phone);
  render(phone);
  settle();
  refresh(phone);
  return phone;
}

function remove(phone) {
  phones.splice(phones.indexOf(phone), 1);
  phone.element.remove();
  settle();
}

function renew(phone) {
  Object.assign(phone, { from: newAddress(phone.account), log: [], unsent: [], waiting: false });
  phone.shown.clear();
  tag(phone);
  render(phone);
  settle();
  $('textarea', phone.element).focus();
}

// What changes when phones come, go or take a new number.
function settle() {
  sessionStorage.setItem(
    'phones',
    JSON.stringify(phones.map(({ account, from }) => [account, from])),
  );
  $('#phones').classList.toggle('single', phones.length === 1);
  drawTabs();
  total();
  listen();
}

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

async function say(phone, typed) {
  const text = typed.trim() === '' ? '' : typed;
  if (text === '') return;
  const { account, from } = phone;
  const message = { account, from, text, key: newKey() };
  const entry = { id: message.key, direction: 'in', text, at: '', status: 'sending' };
  phone.unsent.push(entry);
  phone.waiting = true;
  const field = $('textarea', phone.element);
  if (field.value === typed) field.value = '';
  gauge(phone);
  render(phone);
  try {
    await send(message);
    phone.unsent.splice(phone.unsent.indexOf(entry), 1);
  } catch {
    entry.status = 'failed';
  }
  phone.waiting = false;
  await refresh(phone);
}

const isOnItsWay = ({ status }) => status === 'queued' || status === 'sending';

// The service's own record is the truth: what the page shows is read from there, also after a lost connection.
async function refresh(phone) {
  const { from } = phone;
  try {
    const { messages } = await read(phone);
    if (phone.from === from) phone.log = messages;
    // The phone may hear a reply before the service has recorded that it left.
    if (messages.some(isOnItsWay)) setTimeout(() => phone.from === from && refresh(phone), 500);
  } catch {
    // The connection is lost: it is read again when it is back.
  }
  render(phone);
}

// ---- drawing ------------------------------------------------------------------------------

const entries = (phone) => [...phone.log, ...phone.unsent];

function render(phone) {
  const talk = $('.talk', phone.element);
  const list = entries(phone);
  const atEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 60;
  const known = phone.shown.size;
  const rows = list.map((entry) => drawRow(phone, entry));
  if (list.length === 0) rows.push(drawHint(phone));
  if (phone.waiting) rows.push(drawTyping());
  talk.replaceChildren(...rows);
  if (atEnd || phone.shown.size > known) talk.scrollTop = talk.scrollHeight;
  drawChips(phone);
  cost(phone);
  total();
}

function line(className, text) {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

function drawRow(phone, entry) {
  const row = $('#row').content.firstElementChild.cloneNode(true);
  row.classList.add(entry.direction === 'in' ? 'mine' : 'theirs');
  const id = `${entry.direction}${entry.id}`;
  row.classList.toggle('fresh', !phone.shown.has(id));
  phone.shown.add(id);
  $('.text', row).textContent = entry.text;
  $('time', row).textContent = clockTime(entry.at);
  $('time', row).dateTime = entry.at;
  $('.ticks', row).textContent = ticksOf(entry);
  $('.ticks', row).title = stateOf(entry);
  $('.note', row).append(...noteOf(phone, entry));
  return row;
}

function noteOf(phone, entry) {
  const lines = [];
  const { trace } = entry;
  if (trace?.because) lines.push(line('because', explain(trace.because)));
  if (trace?.flow) lines.push(line('place', [trace.flow, trace.step].filter(Boolean).join(' › ')));
  if (trace?.expects)
    lines.push(line('expects', `menunggu ${awaited[trace.expects] ?? trace.expects}`));
  const facts = [...priceOf(phone, entry), ...fateOf(entry)];
  if (facts.length > 0) lines.push(line('price', facts.join(' · ')));
  const cause = causeOf(phone, entry);
  if (cause !== undefined) lines.push(drawWhy(phone, entry, cause));
  return lines;
}

// The text that a reply answers: the last one of hers before it. What the machine asks unasked has none.
function causeOf({ log }, entry) {
  if (entry.direction === 'in' || !entry.trace?.because) return undefined;
  if (entry.trace.because === 'asked by the machine') return undefined;
  const before = log.slice(0, log.indexOf(entry));
  return before.findLast(({ direction }) => direction === 'in')?.text;
}

const explained = new Map();

// Each text is explained once, when somebody opens it.
function explanationOf(text) {
  if (!explained.has(text)) {
    const headers = { 'content-type': 'application/json' };
    const asked = ask('explain', { method: 'POST', headers, body: JSON.stringify({ text }) });
    asked.catch(() => explained.delete(text));
    explained.set(text, asked);
  }
  return explained.get(text);
}

function drawWhy(phone, entry, text) {
  const element = $('#why').content.firstElementChild.cloneNode(true);
  const fill = () =>
    explanationOf(text)
      .then((found) => fillWhy(element, entry, found))
      .catch(() => ($('.why-rule', element).textContent = 'Sambungan terputus. Buka lagi.'));
  element.open = phone.open.has(entry.id);
  if (element.open) fill();
  element.addEventListener('toggle', () => {
    if (element.open === phone.open.has(entry.id)) return;
    if (!element.open) return phone.open.delete(entry.id);
    phone.open.add(entry.id);
    fill();
  });
  return element;
}

const detailNames = {
  nik: 'NIK',
  phone: 'nomor HP',
  name: 'nama',
  education: 'pendidikan',
  area: 'kode wilayah',
  occupations: 'pekerjaan',
  country: 'negara',
  gender: 'jenis kelamin',
  wage: 'upah',
  disability: 'difabel',
  date: 'tanggal',
  number: 'nomor',
};

function shownDetail(name, value) {
  if (name === 'occupations') return value.map((one) => one.name ?? one.root ?? '').join(', ');
  if (name === 'wage') return rupiah(value);
  return value === true ? 'ya' : String(value);
}

const decimal = (score) => score.toFixed(2).replace('.', ',');

// `^ jahit` is a word at the beginning: its place says little to a reader.
const shownEvidence = (evidence) => [...new Set(evidence.map((one) => one.replace('^ ', '')))];

const shownService = (service) => (service === 'none' ? 'tidak ada layanan' : service);

function fillWhy(element, { trace }, found) {
  const say = (name, text) => ($(`.why-${name}`, element).textContent = text);
  const details = Object.entries(found.details).map(
    ([name, value]) => `${detailNames[name] ?? name}: ${shownDetail(name, value)}`,
  );
  say('rule', `${ruleOf(trace.because)}${found.danger ? ' (ada tanda bahaya)' : ''}`);
  say('words', found.words || 'tidak ada kata yang dikenal');
  say('details', details.join('; ') || 'tidak ada');
  say('evidence', shownEvidence(found.evidence).join(', ') || 'tidak ada petunjuk');
  $('.why-ranked', element).replaceChildren(
    ...found.ranked.map(({ service, score }) => {
      const row = document.createElement('li');
      row.append(line('', shownService(service)), line('why-score', decimal(score)));
      row.style.setProperty('--part', score);
      return row;
    }),
  );
}

// Scores decide only where no word and no question did.
function ruleOf(because) {
  const decided = explain(because);
  if (/^answer to /.test(because))
    return `${decided}. Skor tidak dipakai: pertanyaan sedang terbuka`;
  if (/^(?:keyword|word|form of|number of) /.test(because)) return `${decided}. Skor tidak dipakai`;
  if (/^about /.test(because)) return `${decided}. Mulai 0,65 langsung, mulai 0,40 ditanya dulu`;
  return decided;
}

const stateOf = ({ status }) => states[status] ?? status;
const ticksOf = ({ status }) => ticks[status] ?? '✓✓';

// Her own message bears its ticks; what became of a reply is the office's to know.
function fateOf(entry) {
  if (entry.direction === 'in')
    return entry.status === 'received' || entry.status === 'sending' ? [] : [stateOf(entry)];
  const fate = `${stateOf(entry)} ${ticksOf(entry)}`.trim();
  return entry.maybeDouble ? [fate, 'mungkin sampai dua kali'] : [fate];
}

const segmentsOf = ({ direction, segments, text }) =>
  direction === 'in' ? measureSms(text).segments : segments;

function priceOf({ account }, entry) {
  const segments = segmentsOf(entry);
  return account === 'sms' ? [`${segments} SMS`, rupiah(segments * price)] : [];
}

// The service says in code words why it took a text as it did.
const reasons = [
  [/^keyword (.+)$/, (word) => `kata kunci ${word}`],
  [/^word (.+)$/, (word) => `perintah ${word}`],
  [/^form of (.+)$/, (flow) => `isian lengkap untuk ${flow}`],
  [/^answer to (.+)$/, (place) => `jawaban untuk langkah ${place.replace('.', ' › ')}`],
  [/^(.+) answers the question$/, (word) => `${word} menjawab pertanyaan tadi`],
  [/^number of (.+)$/, (flow) => `nomor ${flow}`],
  [
    /^about (.+) \((.+)\)$/,
    (service, score) => `kalimat tentang ${service}, skor ${decimal(Number(score))}`,
  ],
  [/^correction of (.+)$/, (place) => `koreksi untuk langkah ${place.replace('.', ' › ')}`],
  [/^a question beside (.+)$/, (flow) => `pertanyaan di tengah ${flow}`],
  [/^danger, (.+)$/, (found) => `tanda bahaya (${found})`],
  [/^by SMS from abroad: (.+)$/, (inner) => `SMS dari luar negeri: ${explain(inner)}`],
  [/^after a long silence: (.+)$/, (inner) => `nomor lama diam: ${explain(inner)}`],
  [/^a text for a number$/, () => 'tambahan untuk nomor yang disebut'],
  [/^a text for (.+)$/, (number) => `tambahan untuk ${number}`],
  [/^(\S+) to ([KA]\d+)$/, (word, number) => `${word} untuk ${number}`],
  [/^a picture or voice$/, () => 'gambar atau suara'],
  [/^a button of a question that is over$/, () => 'tombol dari pertanyaan yang sudah selesai'],
  [/^a word of those on duty$/, () => 'jawaban petugas jaga'],
  [/^asked by the machine$/, () => 'ditanya oleh mesin sendiri'],
  [/^our mistake$/, () => 'kesalahan program'],
  [/^erased$/, () => 'data sudah dihapus'],
  [/^almost (.+)$/, (word) => `mirip ${word}: ditanya dulu`],
  [/^not understood$/, () => 'belum dipahami'],
];

function explain(because) {
  for (const [pattern, say] of reasons) {
    const found = pattern.exec(because);
    if (found) return say(...found.slice(1));
  }
  return because;
}

function drawHint({ account }) {
  const row = document.createElement('div');
  row.className = 'row';
  const hint = document.createElement('p');
  hint.className = 'hint';
  hint.textContent =
    account === 'sms'
      ? 'Kotak masuk kosong. Ketik MENU, lalu Kirim.'
      : 'Belum ada pesan. Ketik MENU untuk memulai.';
  const note = document.createElement('aside');
  note.className = 'note';
  note.append(
    line('', 'Di sini nanti tertulis apa yang dipahami dari pesan, mengapa, dan berapa biayanya.'),
  );
  row.append(hint, note);
  return row;
}

function drawTyping() {
  const row = document.createElement('div');
  row.className = 'typing';
  row.setAttribute('aria-label', 'menunggu balasan');
  row.append(document.createElement('i'), document.createElement('i'), document.createElement('i'));
  return row;
}

function chip(phone, label, text) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.addEventListener('click', () => say(phone, text()));
  return button;
}

// [label, text]: what one might say next.
function suggest(reply) {
  const same = (text) => [text, () => text];
  const whole = ['DAFTAR lengkap', () => `DAFTAR#${inventNik()}#SITI AMINAH#SMK#JAHIT`];
  const expects = reply?.trace?.expects;
  if (!expects) return [...openings.slice(0, 2).map(same), whole, ...openings.slice(2).map(same)];
  const listed = [...reply.text.matchAll(/(?:^|\s)(\d)\) /g)].map(([, number]) => number);
  const texts = new Set([
    ...(answers[expects] ?? []),
    ...(expects === 'confirm' ? ['YA'] : listed),
    ...(reply.text.match(keywords) ?? []),
    'MENU',
    'BATAL',
  ]);
  return [...(expects === 'nik' ? [['contoh NIK', inventNik]] : []), ...[...texts].map(same)];
}

function drawChips(phone) {
  const reply = phone.log.findLast(({ direction }) => direction === 'out');
  const cause = `${phone.from} ${reply?.id}`;
  if (phone.suggested === cause) return; // redrawing would take the focus away
  phone.suggested = cause;
  const chips = suggest(reply).map(([label, text]) => chip(phone, label, text));
  $('.chips', phone.element).replaceChildren(...chips);
}

function spent(phone, direction) {
  if (phone.account !== 'sms') return 0;
  return entries(phone)
    .filter((entry) => entry.direction === direction && entry.status !== 'failed')
    .reduce((sum, entry) => sum + segmentsOf(entry), 0);
}

function cost(phone) {
  const office = spent(phone, 'out');
  $('.tag-cost', phone.element).textContent =
    phone.account === 'sms' ? `${office} SMS · ${rupiah(office * price)}` : '';
}

function total() {
  const sum = (direction) => phones.reduce((all, phone) => all + spent(phone, direction), 0);
  const show = (id, segments) =>
    $(id).replaceChildren(
      line('sum', rupiah(segments * price)),
      line('count', ` (${segments} SMS)`),
    );
  show('#office-total', sum('out'));
  show('#villager-total', sum('in'));
}

function gauge(phone) {
  const field = $('textarea', phone.element);
  field.style.height = 'auto';
  field.style.height = `${Math.min(field.scrollHeight, 96)}px`;
  if (phone.account !== 'sms') return;
  const { encoding, units, segments } = measureSms(field.value);
  const [single, part] = encoding === 'GSM-7' ? [160, 153] : [70, 67];
  const room = segments === 1 ? single - units : segments * part - units;
  $('.gauge-left', phone.element).textContent = `${room}/${segments}`;
  $('.gauge-cost', phone.element).textContent = field.value === '' ? '' : rupiah(segments * price);
}

function drawTabs() {
  $('#tabs').replaceChildren(
    ...phones.map((phone, index) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = `${index + 1} ${looks[phone.account].name}`;
      button.addEventListener('click', () => focusPhone(phone));
      phone.tab = button;
      return button;
    }),
  );
  if (phones[0]) select(phones[0]);
}

function select(phone) {
  for (const { tab } of phones) tab?.setAttribute('aria-current', String(tab === phone.tab));
}

function focusPhone(phone) {
  phone.element.scrollIntoView({ behavior: 'smooth', inline: 'center', block: 'nearest' });
  $('textarea', phone.element).focus({ preventScroll: true });
}

// ---- keys ---------------------------------------------------------------------------------

function onKey(phone, event) {
  const field = event.target;
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    say(phone, field.value);
  } else if (event.key === 'ArrowUp' && field.value === '') {
    event.preventDefault();
    field.value = entries(phone).findLast(({ direction }) => direction === 'in')?.text ?? '';
    gauge(phone);
  }
}

addEventListener('keydown', (event) => {
  const phone = event.altKey && /^[1-9]$/.test(event.key) ? phones[event.key - 1] : undefined;
  if (!phone) return;
  event.preventDefault();
  focusPhone(phone);
});

const pad = [
  '1.,?!1',
  '2ABC2',
  '3DEF3',
  '4GHI4',
  '5JKL5',
  '6MNO6',
  '7PQRS7',
  '8TUV8',
  '9WXYZ9',
  '*#*',
  '0 0',
  '#',
];
let tapped = {};

// Several quick taps of one key turn its letter, as on the phones of that time.
function tap(phone, index) {
  const field = $('textarea', phone.element);
  const letters = pad[index].length > 1 ? pad[index].slice(1) : pad[index];
  const again =
    tapped.field === field && tapped.index === index && performance.now() - tapped.at < 1500;
  const turn = again ? (tapped.turn + 1) % letters.length : 0;
  field.value = (again ? field.value.slice(0, -1) : field.value) + letters[turn];
  tapped = { field, index, turn, at: performance.now() };
  gauge(phone);
}

function drawPad(phone) {
  const keys = pad.map((letters, index) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(
      line('digit', letters[0]),
      line('letters', letters.length > 3 ? letters.slice(1, -1) : ''),
    );
    button.addEventListener('click', () => tap(phone, index));
    return button;
  });
  $('.pad', phone.element).append(...keys);
  $('.erase', phone.element).addEventListener('click', () => erase(phone));
}

function erase(phone) {
  const field = $('textarea', phone.element);
  field.value = field.value.slice(0, -1);
  tapped = {};
  gauge(phone);
}

// ---- news from the service ----------------------------------------------------------------

let source;

// One connection for all phones: a browser opens six to a host at most.
function listen() {
  source?.close();
  if (phones.length === 0) return;
  const query = new URLSearchParams(phones.map((phone) => ['phone', addressOf(phone)]));
  source = new EventSource(`/simulator/events?${query}`);
  source.addEventListener('open', () => {
    $('#lost').hidden = true;
    phones.forEach(refresh);
  });
  source.addEventListener('error', () => {
    $('#lost').hidden = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
  source.addEventListener('news', ({ data }) => {
    const phone = phones.find((candidate) => addressOf(candidate) === data);
    if (phone) refresh(phone);
  });
}

for (const button of document.querySelectorAll('[data-add]')) {
  button.addEventListener('click', () => focusPhone(add(button.dataset.add)));
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem('phones')) ?? [];
  } catch {
    return [];
  }
}

const before = kept().filter(([account]) => account in looks);
for (const [account, from] of before.length > 0 ? before : [['sms'], ['whatsapp']])
  add(account, from);
$('textarea').focus({ preventScroll: true });
