import { Link } from '@tanstack/react-router';
import type { UnitStanding as Told } from '../../../contract/home.ts';
import { t } from '../../texts/t.ts';
import { Formula } from '../../ui/charts/formula.tsx';
import { Sparkline } from '../../ui/charts/sparkline.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Stat, Stats } from '../../ui/facts.tsx';
import { number } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import classes from './home.module.css';
import { standingColumns } from './standing-columns.tsx';
import { perTen, STANDING_FORMULA } from './standing-words.ts';

function Total({ told }: { told: Told }) {
  const { total, unit } = told;
  const search = unit === null ? {} : { unit: unit.key };
  return (
    <Stats>
      <Link to="/insights" search={search}>
        <Stat
          name={t('Open P0–P2')}
          value={
            <span className={classes.spark}>
              {number(total.open)}
              <Sparkline
                label={t('Over 13 weeks, now {open, number}', { open: total.open })}
                values={total.trend}
              />
            </span>
          }
          note={t('{openBefore, number} a quarter ago', { openBefore: total.openBefore })}
        />
      </Link>
      <div>
        <Stat
          name={t('Per 10 services')}
          value={perTen(total.open, total.services)}
          note={t('{services, number} services', { services: total.services })}
        />
      </div>
      <Link to="/tickets" search={{ due: 'overdue' }}>
        <Stat
          name={t('Overdue tickets')}
          value={number(total.overdue)}
          tone={total.overdue > 0 ? 'overdue' : undefined}
        />
      </Link>
      <Link to="/insights/flow" search={search}>
        <Stat
          name={t('Deadlines met')}
          value={
            total.deadlines.of === 0
              ? '–'
              : t('{met, number} of {of, number}', { met: total.deadlines.met, of: total.deadlines.of })
          }
          note="last 13 weeks"
        />
      </Link>
      <div>
        <Stat
          name={t('Repositories scanned')}
          value={
            total.coverage.of === 0
              ? '–'
              : t('{looked, number} of {of, number}', {
                  looked: total.coverage.looked,
                  of: total.coverage.of,
                })
          }
          note="within 30 days"
        />
      </div>
    </Stats>
  );
}

/** The numbers of a unit, and of what is in it. */
export function UnitStanding({ told, title }: { told: Told; title: string }) {
  return (
    <>
      <Total told={told} />
      <Section title={title} note={t('Most overdue first')} action={<Formula text={STANDING_FORMULA} />}>
        {told.rows.length === 0 ? (
          <EmptyState title={t('No team is in it yet.')}>
            {t('Teams stand here once the organisation names this unit for them.')}
          </EmptyState>
        ) : (
          <DataTable
            label={title}
            columns={standingColumns}
            rows={told.rows}
            rowKey={({ kind, key }) => `${kind} ${key}`}
            sortable
          />
        )}
      </Section>
    </>
  );
}
