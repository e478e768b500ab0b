import type { BulkChange } from '../../../../contract/bulk.ts';
import { t } from '../../../texts/t.ts';

const WORDS: Record<BulkChange['kind'], string> = {
  'not-useful': t('called not useful'),
  exception: t('asked for as exceptions'),
  close: t('closed'),
};

/** "12 findings closed; 1 was not: it is fixed already." */
export function doneWords({ kind, done, failed }: BulkChange): string {
  const not = failed.reduce((sum, { n }) => sum + n, 0);
  const why =
    not > 0
      ? t('; {not} {not, plural, one {was} other {were}} not: {because}', {
          not,
          because: failed[0]!.because,
        })
      : '';
  return `${t('{done, plural, one {# finding} other {# findings}}', { done })} ${WORDS[kind]}${why}.`;
}
