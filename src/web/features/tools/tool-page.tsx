import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ToolPage as Tool } from '../../../contract/tools.ts';
import { toolQuery } from '../../api/tools.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Figure } from '../../ui/charts/figure.tsx';
import { FigureWaiting } from '../../ui/charts/figure-waiting.tsx';
import { ACCENT, categoryLook, QUIET } from '../../ui/charts/looks.ts';
import { TrendChart } from '../../ui/charts/trend-chart.tsx';
import { Facts, Stat, Stats } from '../../ui/facts.tsx';
import { capitalised, listed, number } from '../../ui/format.ts';
import { Columns, Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { Day, RelativeTime } from '../../ui/time.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { Misses } from './misses.tsx';

const route = getRouteApi('/inside/tools/$tool');

function Numbers({ tool }: { tool: Tool }) {
  const { labels, useful } = tool;
  return (
    <Stats>
      <div>
        <Stat
          name={t('Found in 52 weeks')}
          value={number(tool.found)}
          note={t('{firstLooks, number} by first looks', { firstLooks: tool.firstLooks })}
        />
      </div>
      <div>
        <Stat
          name={t('Fixed')}
          value={number(tool.fixed)}
          note={t('{excepted, number} excepted', { excepted: tool.excepted })}
        />
      </div>
      <div>
        <Stat
          name={t('Useful')}
          value={useful.of === 0 ? '–' : useful.words}
          note={t('{notUseful, number} of {value, plural, one {# label} other {# labels}} not useful', {
            notUseful: labels.notUseful,
            value: labels.notUseful + labels.fixed + labels.acknowledged,
          })}
        />
      </div>
      <div>
        <Stat name={t('Hours in vain')} value={number(tool.wastedHours)} note={t('in the policy’s window')} />
      </div>
      <div>
        <Stat name={t('Should have told')} value={number(tool.missed)} note={t('found by people')} />
      </div>
    </Stats>
  );
}

function Weeks({ tool }: { tool: Tool }) {
  const { weeks, markers, introducedAt, formulas } = tool;
  const introduction = introducedAt
    ? [
        {
          at: introducedAt.slice(0, 10),
          label: t('{name} begins', { name: tool.name }),
          kind: 'tool' as const,
        },
      ]
    : [];
  return (
    <Figure
      title={tool.sentence}
      formula={[
        [t('Found'), formulas.toolFound],
        [t('Fixed'), formulas.toolFixed],
        [t('Useful'), formulas.useful],
      ]}
      file={`tool-${tool.tool}`}
      table={{
        caption: t('Found and fixed by week'),
        columns: [
          { name: t('Week') },
          { name: t('Found') },
          { name: t('First looks') },
          { name: t('Fixed') },
        ],
        rows: weeks.map(({ week, opened, firstLooks, fixed }) => ({
          key: week,
          cells: [week, number(opened), number(firstLooks), number(fixed)],
        })),
      }}
    >
      <TrendChart
        label={t('Found and fixed by week')}
        at={weeks.map(({ week }) => week)}
        series={[
          { key: 'opened', label: t('Found'), look: ACCENT, values: weeks.map(({ opened }) => opened) },
          { key: 'fixed', label: t('Fixed'), look: categoryLook(1), values: weeks.map(({ fixed }) => fixed) },
          {
            key: 'first',
            label: t('First looks'),
            look: QUIET,
            values: weeks.map(({ firstLooks }) => firstLooks),
          },
        ]}
        marks={[
          ...introduction,
          ...markers.map(({ at, title }) => ({ at, label: title, kind: 'marker' as const })),
        ]}
        unit={(findings) => t('{findings, plural, one {# finding} other {# findings}}', { findings })}
      />
    </Figure>
  );
}

function Side({ tool }: { tool: Tool }) {
  return (
    <>
      <Section title={t('What to expect')}>
        <Padded>
          <Facts
            facts={[
              [t('Good at'), tool.expect?.goodAt],
              [t('Misses'), tool.expect?.misses],
              [t('Noise'), tool.expect?.noise],
              [t('Looks for'), tool.kinds.length > 0 && capitalised(listed(tool.kinds))],
              [
                t('Looks at'),
                t('{repositories, plural, one {# repository} other {# repositories}}', {
                  repositories: tool.repositories,
                }),
              ],
              [t('Since'), tool.introducedAt && <Day key="since" at={tool.introducedAt} />],
              [t('Last scan'), tool.lastAt && <RelativeTime key="last" at={tool.lastAt} />],
              [
                t('Rules'),
                <TextLink key="rules" to="/policy/trust" search={{ tool: tool.tool }}>
                  {t('What people said of each')}
                </TextLink>,
              ],
            ]}
          />
        </Padded>
      </Section>
      {tool.byKind.length > 0 && (
        <Section title={t('Found by kind')}>
          <Padded>
            <Facts facts={tool.byKind.map(({ kind, found }) => [capitalised(kind), number(found)])} />
          </Padded>
        </Section>
      )}
    </>
  );
}

/** What one tool is worth: what it found, what was made of it, and what people found instead. */
export function ToolPage() {
  const { tool: key } = route.useParams();
  const query = useQuery(toolQuery(key));
  const tool = query.data;
  return (
    <Page
      title={tool?.name ?? key}
      heading={tool?.name ?? (query.isPending ? <WaitingHeading width={220} /> : key)}
      above={<TextLink to="/tools">{t('Tools')}</TextLink>}
    >
      <Answered query={query} waiting={<FigureWaiting />}>
        {(known) => (
          <>
            <Numbers tool={known} />
            <Weeks tool={known} />
            <Columns main={<Misses tool={known} />} side={<Side tool={known} />} />
          </>
        )}
      </Answered>
    </Page>
  );
}
