import type { Redmine } from './redmine.ts';

/** The Redmine that `npm run test:redmine` started for this run. */
export function givenRedmine(): Redmine {
  const given = process.env['LANEKEEPER_TEST_REDMINE'];
  if (!given) throw new Error('start these tests by: npm run test:redmine');
  return JSON.parse(given) as Redmine;
}
