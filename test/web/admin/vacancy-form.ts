/** The form of a vacancy that is in order, with no more than it must have. */
export const vacancyForm = {
  title: 'Penjahit',
  employer: 'CV Maju',
  kind: 'job',
  district: '35.08.04',
  education: 'SMP',
  openings: '3',
  closes_on: '2026-12-31',
};
