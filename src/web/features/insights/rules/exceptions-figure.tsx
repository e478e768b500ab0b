import { useQuery } from '@tanstack/react-query';
import { EXCEPTION_KINDS } from '../../../../contract/exceptions.ts';
import type { ExceptionsPicture } from '../../../../contract/insights/exceptions.ts';
import { exceptionsPictureQuery } from '../../../api/checks.ts';
import { tableAddress } from '../../../api/client.ts';
import { t } from '../../../texts/t.ts';
import { Answered } from '../../../ui/answered.tsx';
import { BarRows } from '../../../ui/charts/bar-rows.tsx';
import { Figure } from '../../../ui/charts/figure.tsx';
import { FigureWaiting } from '../../../ui/charts/figure-waiting.tsx';
import { categoryLook } from '../../../ui/charts/looks.ts';
import { capitalised, number } from '../../../ui/format.ts';
import { Columns, Padded, Section } from '../../../ui/page.tsx';
import { TextLink } from '../../../ui/row-link.tsx';
import { Due } from '../../../ui/time.tsx';
import { useInsights } from '../use-insights.ts';
import classes from './rules.module.css';

const AGE_NAMES = [
  t('Up to 30 days'),
  t('30 to 90 days'),
  t('90 to 180 days'),
  t('180 days to a year'),
  t('Over a year'),
];

function Ages({ picture, csv, busy }: { picture: ExceptionsPicture; csv: string; busy: boolean }) {
  return (
    <Figure
      title={picture.sentence}
      formula={picture.formulas.exceptionAge}
      csv={csv}
      file="exceptions"
      busy={busy}
      list={{ to: '/exceptions' }}
      table={{
        caption: t('Exceptions that hold, by age'),
        columns: [
          { name: t('Since') },
          ...EXCEPTION_KINDS.map((kind) => ({ name: capitalised(kind) })),
          { name: t('In all') },
        ],
        rows: picture.ages.map(({ from, byKind, count }, index) => ({
          key: `${from}`,
          cells: [
            AGE_NAMES[index],
            ...EXCEPTION_KINDS.map((kind) => number(byKind[kind] ?? 0)),
            number(count),
          ],
        })),
      }}
    >
      <BarRows
        label={t('Exceptions that hold, by age')}
        rows={picture.ages.map(({ from, count, byKind }, index) => ({
          key: `${from}`,
          name: AGE_NAMES[index]!,
          value: count,
          words: number(count),
          parts: EXCEPTION_KINDS.map((kind, place) => ({
            key: kind,
            value: byKind[kind] ?? 0,
            look: categoryLook(place),
          })),
        }))}
      />
    </Figure>
  );
}

function Ending({ picture }: { picture: ExceptionsPicture }) {
  return (
    <Section title={t('Ends within 30 days')} note={number(picture.endingCount)}>
      <Padded>
        {picture.ending.length === 0 && <span className="quiet">{t('None ends soon.')}</span>}
        <ul className={classes.list}>
          {picture.ending.map(({ id, kind, team, reason, expiresAt }) => (
            <li key={id}>
              <span className={classes.words}>
                {capitalised(kind)}: {reason}
                {team && <span className="quiet"> · {team}</span>}
              </span>
              <Due at={expiresAt} />
            </li>
          ))}
        </ul>
        {picture.endingCount > picture.ending.length && (
          <TextLink to="/exceptions">{t('All of them')}</TextLink>
        )}
      </Padded>
    </Section>
  );
}

function Units({ picture }: { picture: ExceptionsPicture }) {
  return (
    <Section title={t('By unit')}>
      <Padded>
        {picture.units.length === 0 && <span className="quiet">{t('Nothing to count.')}</span>}
        <ul className={classes.list}>
          {picture.units.map(({ unit, name, count }) => (
            <li key={unit ?? ''}>
              <span className={classes.words}>{name ?? t('Without a unit')}</span>
              <span className="num">{number(count)}</span>
            </li>
          ))}
        </ul>
      </Padded>
    </Section>
  );
}

/** Exceptions by age: what was once allowed and is still there. */
export function ExceptionsFigure() {
  const { search } = useInsights();
  const whose = { team: search.team, unit: search.unit };
  const query = useQuery(exceptionsPictureQuery(whose));
  const csv = tableAddress('insights/exceptions', whose);
  return (
    <Answered query={query} waiting={<FigureWaiting height={160} />}>
      {(picture) => (
        <>
          <Ages picture={picture} csv={csv} busy={query.isPlaceholderData} />
          <Columns main={<Ending picture={picture} />} side={<Units picture={picture} />} />
        </>
      )}
    </Answered>
  );
}
