/* What providers send: one of each kind, with every field that is read, as the edits' raw material. */
import { deviceId } from '../helpers/fake-android.ts';
import { notice, noticeValue, personWrites, verifyToken } from '../helpers/fake-cloud.ts';
import { accountSid } from '../helpers/fake-twilio.ts';

const form = (pairs: Readonly<Record<string, string>>): string =>
  new URLSearchParams(pairs).toString();

const sid = `SM${'0123456789abcdef'.repeat(2)}`;
const ours = { AccountSid: accountSid, MessageSid: sid };
const sms = { From: '+6281234567890', To: '+15005550006' };
const chat = { From: 'whatsapp:+6281234567890', To: 'whatsapp:+15005550007' };
const path = `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media/ME1`;

export const twilio: readonly string[] = [
  form({ ...ours, ...sms, Body: 'LOWONGAN jahit', NumMedia: '0' }),
  form({
    ...ours,
    ...chat,
    Body: '',
    WaId: '6281234567890',
    ExternalUserId: 'whatsapp:ID.4566546130240823',
    NumMedia: '1',
    MediaUrl0: path,
    MediaContentType0: 'image/jpeg',
  }),
  form({
    ...ours,
    ...chat,
    Body: 'YA',
    ButtonPayload: 'YA',
    ListId: '2',
    OriginalRepliedMessageSid: sid,
  }),
  form({ ...ours, ...chat, Body: '', Latitude: '-8.13', Longitude: '113.2', Label: 'Pasar' }),
];

export const twilioStatus: readonly string[] = [
  form({ ...ours, From: '+15005550006', MessageStatus: 'delivered' }),
  form({ ...ours, From: '+15005550006', MessageStatus: 'undelivered', ErrorCode: '30003' }),
];

const who = { id: 778_899_001, is_bot: false, first_name: 'Siti' };
const place = { id: 778_899_001, type: 'private', first_name: 'Siti' };
const said = { message_id: 41, from: who, chat: place, date: 1_795_395_900 };
const update = (what: object): string => JSON.stringify({ update_id: 700, ...what });

export const telegram: readonly string[] = [
  update({ message: { ...said, text: '/start L1012' } }),
  update({ edited_message: { ...said, text: 'DAFTAR', edit_date: 1_795_395_950 } }),
  update({
    message: {
      ...said,
      caption: 'KTP',
      photo: [{ file_id: 'AgACAg', file_size: 1200 }],
      document: { file_id: 'BQACAg', file_name: 'ktp.pdf', file_size: 9 },
    },
  }),
  update({ message: { ...said, contact: { phone_number: '6281234567890', user_id: who.id } } }),
  update({
    message: {
      ...said,
      venue: { location: { latitude: -8.1, longitude: 113.2 }, title: 'a', address: 'b' },
    },
  }),
  update({ callback_query: { id: '4382bfdwdsb323b2d9', data: 'YA', message: said } }),
  update({ my_chat_member: { chat: place, new_chat_member: { status: 'kicked' } } }),
];

export const cloudQuestion: readonly string[] = [
  form({ 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': '1158201444' }),
];

const wrote = (changes: Readonly<Record<string, unknown>>): string =>
  notice(noticeValue({ messages: [personWrites('+6281234567890', 'MENU', changes)] }));

export const cloud: readonly string[] = [
  notice(
    noticeValue({
      contacts: [{ profile: { name: 'Siti' }, wa_id: '6281234567890', user_id: 'ID.45' }],
      messages: [personWrites('+6281234567890', 'DAFTAR', { from_user_id: 'ID.45' })],
    }),
  ),
  wrote({
    type: 'interactive',
    interactive: { list_reply: { id: '2', title: 'dua' } },
    context: { id: 'wamid.1' },
  }),
  wrote({ type: 'image', image: { id: '1234', caption: 'KTP', filename: 'a.jpg' } }),
  wrote({ type: 'location', location: { latitude: -8.1, longitude: 113.2, name: 'Pasar' } }),
  wrote({
    type: 'contacts',
    contacts: [{ name: { formatted_name: 'A' }, phones: [{ phone: '1' }] }],
  }),
  wrote({ type: 'button', button: { payload: 'YA', text: 'YA' } }),
  notice(
    noticeValue({
      statuses: [
        {
          id: 'wamid.1',
          status: 'failed',
          biz_opaque_callback_data: 'ours-1',
          errors: [{ code: 131026, title: 'x' }],
        },
      ],
      errors: [{ code: 131000 }],
    }),
  ),
];

const told = (event: string, payload: object): string =>
  JSON.stringify({ deviceId, event, id: 'Ey6ECgOkVVFjz3CL48B8C', webhookId: 'LreFUt', payload });
const received = {
  message: 'DAFTAR',
  sender: '6281234567890',
  phoneNumber: '081234567890',
  receivedAt: '2026-11-23T08:05:00.000+07:00',
};

export const android: readonly string[] = [
  told('sms:received', received),
  told('sms:batch:received', { messages: [received, { ...received, message: 'MENU' }] }),
  told('sms:failed', { messageId: 'm-1', reason: 'RESULT_ERROR_GENERIC_FAILURE' }),
  told('sms:delivered', { messageId: 'm-1', recipient: '+6281234567890' }),
  told('system:ping', {
    health: { status: 'pass', checks: { 'battery:level': { status: 'pass', observedValue: 94 } } },
  }),
];

const kannelMessage = {
  id: '5a24b0f8-26f5-4fec-8fad-000000000001',
  sender: '6281234567890',
  to: '6281100000000',
  ts: '1795435351',
};

export const kannel: readonly string[] = [
  form({ ...kannelMessage, message: 'DAFTAR', charset: 'UTF-8' }),
  `${form({ ...kannelMessage, charset: 'UTF-16BE' })}&message=%00D%00A%00F`,
];

export const kannelStatus: readonly string[] = [
  form({ id: 'our-1', status: '1' }),
  form({ id: 'our-1', status: '16' }),
];

export const http: readonly string[] = [
  JSON.stringify({
    id: 'm-1',
    from: '0812-3456-7890',
    text: 'DAFTAR',
    receivedAt: '2026-11-22T08:05:00+07:00',
  }),
];

export const httpStatus: readonly string[] = [
  JSON.stringify({ id: 'gw-7', status: 'failed', code: 'E9' }),
  JSON.stringify({ id: 'gw-7', status: 'delivered' }),
];
