import { useQuery } from '@tanstack/react-query';
import type { RuleDot, TrustPicture } from '../../../../contract/insights/trust.ts';
import { trustPictureQuery } from '../../../api/checks.ts';
import { tableAddress } from '../../../api/client.ts';
import { t } from '../../../texts/t.ts';
import { Answered } from '../../../ui/answered.tsx';
import { Breakable } from '../../../ui/breakable.tsx';
import { Figure } from '../../../ui/charts/figure.tsx';
import { FigureWaiting } from '../../../ui/charts/figure-waiting.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { number, percent } from '../../../ui/format.ts';
import { Padded, Section } from '../../../ui/page.tsx';
import { TextLink } from '../../../ui/row-link.tsx';
import { WhoseFilter } from '../checks/checks-filters.tsx';
import { InsightPage } from '../insight-page.tsx';
import { useInsights } from '../use-insights.ts';
import { ExceptionsFigure } from './exceptions-figure.tsx';
import { RuleDots } from './rule-dots.tsx';
import classes from './rules.module.css';

const hours = (value: number) =>
  t('{count} {count, plural, one {hour} other {hours}}', { count: number(value) });
const WORST = 10;

function Dots({ picture, csv, busy }: { picture: TrustPicture; csv: string; busy: boolean }) {
  return (
    <Figure
      title={picture.sentence}
      formula={[
        [t('Useful'), picture.formulas.useful],
        [t('Hours'), picture.formulas.wasted],
      ]}
      csv={csv}
      file="trust"
      busy={busy}
      list={{ to: '/policy/trust' }}
      notes={[
        t(
          'Labels of {windowDays} days; {minutesPerFinding} minutes for each finding, as the policy reckons. Above the dashed line a rule may comment.',
          { windowDays: picture.windowDays, minutesPerFinding: picture.minutesPerFinding },
        ),
      ]}
      table={{
        caption: t('Rules by what people said of them'),
        columns: [
          { name: t('Rule') },
          { name: t('Tool'), words: true },
          { name: t('Labels') },
          { name: t('Useful') },
          { name: t('Between') },
          { name: t('Hours in 30 days') },
        ],
        rows: picture.rules.map((rule) => ({
          key: `${rule.tool} ${rule.rule}`,
          cells: [
            rule.name ?? rule.rule,
            rule.tool,
            number(rule.labels),
            rule.useful === null ? null : percent(rule.useful),
            t('{low} and {high}', { low: percent(rule.low), high: percent(rule.high) }),
            number(rule.wastedHours),
          ],
        })),
      }}
    >
      <RuleDots rules={picture.rules} limit={1 - picture.commentMaxRate} />
    </Figure>
  );
}

function Dearest({ rules }: { rules: readonly RuleDot[] }) {
  const wasting = rules.filter(({ wasted }) => wasted > 0).slice(0, WORST);
  if (wasting.length === 0) return null;
  return (
    <Section title={t('What cost most')} note={t('In the last 30 days')}>
      <Padded>
        <ul className={classes.list}>
          {wasting.map((rule) => (
            <li key={`${rule.tool} ${rule.rule}`}>
              <span className={classes.words}>
                <TextLink to="/policy/trust/$tool/$rule" params={{ tool: rule.tool, rule: rule.rule }}>
                  <Breakable text={rule.name ?? rule.rule} />
                </TextLink>
                <span className="quiet"> · {rule.tool}</span>
              </span>
              <span>
                {t('{wasted, plural, one {# finding} other {# findings}} not useful, {wastedHours}', {
                  wasted: rule.wasted,
                  wastedHours: hours(rule.wastedHours),
                })}
              </span>
            </li>
          ))}
        </ul>
      </Padded>
    </Section>
  );
}

/** Which rules waste time, and what is allowed to stay open for how long already. */
export function TrustInsightPage() {
  const { search, clear } = useInsights();
  const query = useQuery(trustPictureQuery(search.tool));
  return (
    <InsightPage
      title={t('Trust')}
      lead={t('Which rules waste time, and which exceptions have grown old.')}
      unfiltered
    >
      <Answered query={query} waiting={<FigureWaiting />}>
        {(picture) => (
          <>
            <Dots
              picture={picture}
              csv={tableAddress('insights/trust', { tool: search.tool })}
              busy={query.isPlaceholderData}
            />
            <Dearest rules={picture.rules} />
          </>
        )}
      </Answered>
      <div className={classes.next}>
        <FilterBar active={search.team !== undefined || search.unit !== undefined} clear={clear}>
          <WhoseFilter />
        </FilterBar>
      </div>
      <ExceptionsFigure />
    </InsightPage>
  );
}
