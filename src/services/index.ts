import type { Action } from './action.ts';
import * as agencies from './agencies.ts';
import * as cards from './ak1-reports.ts';
import * as alarmAnswer from './alarm-answer.ts';
import * as asides from './asides.ts';
import * as applicants from './applicants.ts';
import * as complaints from './complaints.ts';
import * as consultations from './consultations.ts';
import * as contacts from './contacts.ts';
import * as earlier from './earlier.ts';
import * as danger from './danger.ts';
import * as migrantFamily from './migrant-family.ts';
import * as ownData from './own-data.ts';
import * as migrantPapers from './migrant-papers.ts';
import * as migrants from './migrants.ts';
import * as erasures from './erasures.ts';
import * as jobAlerts from './job-alerts.ts';
import * as matters from './matter-talk.ts';
import * as seekers from './seekers.ts';
import * as status from './status.ts';
import * as surveys from './surveys.ts';
import * as vacancies from './vacancies.ts';
import * as vacancyCheck from './vacancy-check.ts';

/** Everything that a flow may ask of the office with `do:`. */
export const actions: Readonly<Record<string, Action>> = {
  'cards.due': cards.due,
  'cards.placement': cards.placement,
  'cards.seeking': cards.seeking,
  'cards.working': cards.working,
  'agencies.check': agencies.check,
  'answers.find': asides.find,
  'alerts.end': jobAlerts.end,
  'alerts.prepare': jobAlerts.prepare,
  'alerts.renew': jobAlerts.renew,
  'alerts.subscribe': jobAlerts.subscribe,
  'alarms.answer': alarmAnswer.answer,
  'complaints.read': complaints.read,
  'complaints.send': complaints.send,
  'consultations.open': consultations.open,
  'consultations.request': consultations.request,
  'contacts.number': contacts.number,
  'contacts.recognise': earlier.recognise,
  'contacts.renew': earlier.renew,
  'contacts.start': contacts.start,
  'contacts.stop': contacts.stop,
  'danger.add': danger.add,
  'danger.report': danger.report,
  'migrants.choose-papers': migrantPapers.choose,
  'migrants.judge': migrants.judge,
  'migrants.missing-papers': migrantPapers.missing,
  'migrants.next-paper': migrantPapers.next,
  'migrants.open-family': migrantFamily.open,
  'migrants.tell-family': migrantFamily.tell,
  'migrants.topic': migrants.topic,
  'data.show': ownData.showOwn,
  'erasures.ask': erasures.ask,
  'erasures.check': erasures.check,
  'matters.add': matters.add,
  'matters.verdict': matters.verdict,
  'seekers.check': seekers.check,
  'seekers.register': seekers.register,
  'status.show': status.show,
  'surveys.begin': surveys.begin,
  'surveys.rate': surveys.rate,
  'vacancies.apply': applicants.apply,
  'vacancies.check': vacancyCheck.check,
  'vacancies.detail': vacancies.detail,
  'vacancies.interest': applicants.interest,
  'vacancies.search': vacancies.search,
};
