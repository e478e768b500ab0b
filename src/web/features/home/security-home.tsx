import type { LinkProps } from '@tanstack/react-router';
import type { SecurityHome as Told } from '../../../contract/home.ts';
import { t } from '../../texts/t.ts';
import { number } from '../../ui/format.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { RowLink, TextLink } from '../../ui/row-link.tsx';
import { DecisionList } from './decision-list.tsx';
import classes from './home.module.css';
import { NextThings } from './next-things.tsx';

type Care = Told['cares'][number];

const CARE: Record<Care['what'], { title: string; words: (note: string | null) => string; to: LinkProps }> = {
  unowned: {
    title: t('Without an owner'),
    words: () => t('Fixes that nobody owns yet'),
    to: { to: '/unowned' },
  },
  exceptions: { title: t('Exceptions to decide'), words: longest, to: { to: '/exceptions' } },
  approvals: {
    title: t('Approvals'),
    words: (note) =>
      note ? t('The first lapses on {note}', { note }) : t('Values that lower the judgement of risk'),
    to: { to: '/ownership' },
  },
  disputes: { title: t('Disputes'), words: longest, to: { to: '/ownership' } },
  asks: { title: t('Asks of security'), words: longest, to: { to: '/asks', search: { team: '*' } } },
  parked: {
    title: t('Parked deliveries'),
    words: (note) => (note ? t('Such as {note}', { note }) : t('What could not be told to another system')),
    to: { to: '/deliveries', search: { state: 'parked' } },
  },
  failed: {
    title: t('Failed scans'),
    words: () => t('In the last seven days'),
    to: { to: '/scans', search: { state: 'failed' } },
  },
  silent: {
    title: t('Silent connections'),
    words: (note) => note ?? t('Connections that fail or say nothing for two days'),
    to: { to: '/connections' },
  },
  noisy: {
    title: t('Noisy rules'),
    words: () => t('Rules that lost their voice'),
    to: { to: '/policy/trust', search: { mode: 'demoted' } },
  },
};

function longest(note: string | null): string {
  return note ? t('The oldest waits since {note}', { note }) : t('Nothing waits');
}

function Cares({ cares }: { cares: readonly Care[] }) {
  const waiting = cares.filter(({ count }) => count > 0);
  if (waiting.length === 0)
    return (
      <Padded>
        <span className="quiet">
          {t('All quiet: everything has an owner, everything was told, and nobody waits for a decision.')}
        </span>
      </Padded>
    );
  return (
    <ul className={classes.list}>
      {waiting.map(({ what, count, more, note }) => {
        const { title, words, to } = CARE[what];
        return (
          <li key={what} className={classes.item}>
            <div className={classes.itemWords}>
              <RowLink {...to}>{title}</RowLink>
              <div className={classes.under}>{words(note)}</div>
            </div>
            <span className={classes.careCount}>
              {number(count)}
              {more && '+'}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

export function SecurityHome({ face }: { face: Told }) {
  return (
    <>
      <Section title={t('To look after')}>
        <Cares cares={face.cares} />
      </Section>
      {face.decisions.length > 0 && (
        <Section
          title={t('Waits for your decision')}
          action={<TextLink to="/exceptions">{t('All of them')}</TextLink>}
        >
          <DecisionList decisions={face.decisions} />
        </Section>
      )}
      {face.next.length > 0 && (
        <Section
          title={t('Next in the queues of security')}
          action={<TextLink to="/tickets">{t('All tickets')}</TextLink>}
        >
          <NextThings things={face.next} oneTeam={false} />
        </Section>
      )}
    </>
  );
}
