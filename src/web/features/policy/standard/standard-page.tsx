import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Standard } from '../../../../contract/standard.ts';
import { standardQuery } from '../../../api/standard.ts';
import { t } from '../../../texts/t.ts';
import { Answered } from '../../../ui/answered.tsx';
import { Facts, Stat, Stats } from '../../../ui/facts.tsx';
import { number } from '../../../ui/format.ts';
import { Columns, Padded, Page, Section } from '../../../ui/page.tsx';
import { PriorityCounts } from '../../../ui/priority.tsx';
import { TextLink } from '../../../ui/row-link.tsx';
import { TextSkeleton } from '../../../ui/states.tsx';
import { RelativeTime } from '../../../ui/time.tsx';
import { PolicyTabs } from '../policy-tabs.tsx';
import { Demands, Next, Priorities, Sentences } from './parts.tsx';
import classes from './standard-page.module.css';

const route = getRouteApi('/inside/standard');

function Numbers({ now }: Pick<Standard, 'now'>) {
  const open = Object.values(now.open).reduce((sum, count) => sum + count, 0);
  const { inTime, all } = now.met;
  return (
    <Stats>
      <div>
        <Stat name={t('Open findings')} value={number(open)} />
      </div>
      <div>
        <Stat
          name={t('Overdue')}
          value={number(now.overdue)}
          tone={now.overdue > 0 ? 'overdue' : undefined}
        />
      </div>
      <div>
        <Stat
          name={t('Dates met')}
          value={all === 0 ? '–' : `${Math.floor((inTime / all) * 100)} %`}
          note={all === 0 ? t('no date came in 90 days') : t('{inTime} of {all} in 90 days', { inTime, all })}
        />
      </div>
    </Stats>
  );
}

function Place({ place, now }: Pick<Standard, 'place' | 'now'>) {
  return (
    <Section title={t('What is known of it')}>
      <Padded>
        <Facts
          facts={[
            [
              t('Team'),
              place.team && (
                <TextLink to="/teams/$teamKey" params={{ teamKey: place.team.key }}>
                  {place.team.key}
                </TextLink>
              ),
            ],
            [t('Exposure'), place.exposure ?? (place.repository ? t('not stated') : null)],
            [t('Tier'), place.tier],
            [t('Data'), place.data.join(', ')],
            [t('Complies with'), place.compliance.join(', ')],
            [
              t('Oldest open'),
              now.oldest && (
                <>
                  <TextLink to="/findings/$findingId" params={{ findingId: now.oldest.id }}>
                    {now.oldest.title}
                  </TextLink>
                  , <RelativeTime at={now.oldest.openedAt} />
                </>
              ),
            ],
          ]}
        />
      </Padded>
    </Section>
  );
}

function Told({ standard }: { standard: Standard }) {
  return (
    <>
      <Numbers now={standard.now} />
      <Columns
        main={
          <>
            <Demands demands={standard.demands} />
            <Priorities priorities={standard.priorities} />
            <Sentences title={t('What counts as done')} lines={standard.done} />
            <Sentences title={t('Without a fix')} lines={standard.withoutFix} />
            <Sentences
              title={t('Exceptions')}
              note={t('Who decides, and how long they last')}
              lines={standard.exceptions}
            />
            <Sentences title={t('How you hear of it')} lines={standard.told} />
          </>
        }
        side={
          <>
            <Section title={t('Open by priority')}>
              <Padded>
                <PriorityCounts counts={standard.now.open} />
              </Padded>
            </Section>
            <Next next={standard.next} />
            <Place place={standard.place} now={standard.now} />
          </>
        }
      />
    </>
  );
}

/** What is asked of us, for everybody to read and to print. */
export function StandardPage() {
  const search = route.useSearch();
  const query = useQuery(standardQuery(search));
  const told = query.data;
  const name = told && told.place.repository !== null ? told.place.name : null;
  return (
    <Page
      title={t('The standard')}
      heading={name === null ? t('The standard') : t('The standard of {name}', { name })}
      above={name !== null && <TextLink to="/standard">{t('Of all of the house')}</TextLink>}
      lead={
        told
          ? t(
              'What is asked of {name}, by when, what counts as done, and where it stands; from {policy}, the policy in force.',
              { name: name ?? t('every team'), policy: told.policy },
            )
          : t('What is asked, by when, what counts as done, and where it stands.')
      }
      actions={
        <Button variant="default" size="sm" className={classes.noPrint} onClick={() => window.print()}>
          {t('Print')}
        </Button>
      }
    >
      <div className={classes.noPrint}>
        <PolicyTabs />
      </div>
      <Answered query={query} waiting={<TextSkeleton lines={12} />}>
        {(standard) => <Told standard={standard} />}
      </Answered>
    </Page>
  );
}
