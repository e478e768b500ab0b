import type { RuleTrust } from '../../../../contract/trust.ts';
import { t } from '../../../texts/t.ts';
import { Breakable } from '../../../ui/breakable.tsx';
import { RowLink } from '../../../ui/row-link.tsx';
import { columnsOf } from '../../../ui/table-model.ts';
import classes from './trust-page.module.css';
import { hourWords, labelWords } from './trust-words.ts';
import { UsefulBar } from './useful-bar.tsx';
import { VoiceBadge } from './voice-badge.tsx';

const column = columnsOf<RuleTrust>();

/** @param limit the useful share from which on a rule may comment */
export const trustColumns = (limit: number) =>
  column.columns([
    column.accessor('rule', {
      header: t('Rule'),
      meta: { narrow: 'title' },
      cell: ({ row: { original: rule } }) => (
        <>
          <RowLink to="/policy/trust/$tool/$rule" params={{ tool: rule.tool, rule: rule.rule }}>
            <Breakable text={rule.name ?? rule.rule} />
          </RowLink>
          <div className={classes.under}>
            <span>{rule.tool}</span>
            {rule.name && rule.name !== rule.rule && (
              <span>
                <Breakable text={rule.rule} />
              </span>
            )}
          </div>
        </>
      ),
    }),
    column.accessor('mode', {
      header: t('Voice'),
      meta: { width: '190px', narrow: 'top' },
      cell: ({ row: { original: rule } }) => (
        <>
          <VoiceBadge voice={rule} />
          {rule.overruled && <div className={classes.under}>{t('decided by security')}</div>}
        </>
      ),
    }),
    column.accessor('rate', {
      header: t('Useful'),
      meta: { width: '240px', narrowLabel: t('useful') },
      cell: ({ row: { original: rule } }) => (
        <>
          <UsefulBar rule={rule} limit={limit} />
          {rule.rate !== null && <div className={classes.labels}>{labelWords(rule.labels)}</div>}
        </>
      ),
    }),
    column.accessor(({ cost }) => cost.hours, {
      id: 'cost',
      header: t('Asked of developers'),
      meta: { width: '170px', align: 'end', narrowLabel: t('asked') },
      cell: ({ row: { original: rule } }) => (
        <>
          {hourWords(rule.cost.hours)}
          <div className={classes.cost}>
            {t('{asked, plural, one {# finding} other {# findings}}', { asked: rule.cost.asked })}
            {rule.cost.wastedHours > 0 &&
              t(', {wastedHours} in vain', { wastedHours: hourWords(rule.cost.wastedHours) })}
          </div>
        </>
      ),
    }),
  ]);
