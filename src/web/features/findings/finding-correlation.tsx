import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import type { Correlation } from '../../../contract/correlation.ts';
import type { Finding, FindingRow } from '../../../contract/findings.ts';
import { t } from '../../texts/t.ts';
import { IconArrowsJoin } from '../../ui/icons.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { CorrelationRow } from './correlation-row.tsx';
import { type GroupRow, groupRows, groupSentence, mayCorrelate, verdictWords } from './correlation-words.ts';
import classes from './finding-correlation.module.css';
import { JoinDialog } from './join-dialog.tsx';
import { useCorrelation } from './use-correlation.tsx';

const inside = getRouteApi('/inside');

interface Acts {
  may: boolean;
  act: ReturnType<typeof useCorrelation>;
}

interface Choice extends Acts {
  other: Pick<FindingRow, 'id' | 'tool' | 'title'>;
  verdict: 'same' | 'different';
}

function Say({ other, verdict, may, act }: Choice) {
  if (!may) return null;
  const words = verdict === 'same' ? t('Same') : t('Not the same');
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={act.busy}
      aria-label={`${words}: ${other.title} (${other.tool})`}
      // The problem is shown beside.
      onClick={() => void act.decide({ other: other.id, verdict }).catch(() => undefined)}
    >
      {words}
    </Button>
  );
}

function Group({ rows, ...acts }: Acts & { rows: readonly GroupRow[] }) {
  return (
    <ul className={classes.rows} aria-label={t('The same weakness')}>
      {rows.map(({ finding, leads, own, because }) => (
        <CorrelationRow
          key={finding.id}
          finding={finding}
          own={own}
          because={because}
          mark={
            <>
              {leads && <span className={classes.mark}>{t('leads')}</span>}
              {own && <span className={classes.quiet}>{t('this finding')}</span>}
            </>
          }
          actions={!own && <Say {...acts} other={finding} verdict="different" />}
        />
      ))}
    </ul>
  );
}

function Suggestions({ suggestions, ...acts }: Acts & Pick<Correlation, 'suggestions'>) {
  if (suggestions.length === 0) return null;
  return (
    <>
      <h3 className={classes.title}>{t('May be the same')}</h3>
      <ul className={classes.rows} aria-label={t('May be the same')}>
        {suggestions.map(({ finding, because }) => (
          <CorrelationRow
            key={finding.id}
            finding={finding}
            because={because}
            actions={
              <>
                <Say {...acts} other={finding} verdict="same" />
                <Say {...acts} other={finding} verdict="different" />
              </>
            }
          />
        ))}
      </ul>
    </>
  );
}

function Verdicts({ verdicts, may, act }: Acts & Pick<Correlation, 'verdicts'>) {
  if (verdicts.length === 0) return null;
  return (
    <>
      <h3 className={classes.title}>{t('What people said')}</h3>
      <ul className={classes.rows} aria-label={t('What people said')}>
        {verdicts.map((verdict) => (
          <CorrelationRow
            key={verdict.other.id}
            finding={verdict.other}
            because={
              <>
                {verdictWords(verdict)}, <RelativeTime at={verdict.at} />
                {verdict.reason && <p className={classes.reason}>{verdict.reason}</p>}
              </>
            }
            actions={
              may && (
                <Button
                  size="compact-sm"
                  variant="default"
                  disabled={act.busy}
                  aria-label={t('Undo what {actor} said: {title} ({tool})', {
                    actor: verdict.actor,
                    title: verdict.other.title,
                    tool: verdict.other.tool,
                  })}
                  onClick={() => act.undo(verdict.other.id)}
                >
                  {t('Undo')}
                </Button>
              )
            }
          />
        ))}
      </ul>
    </>
  );
}

/** The same weakness as other tools tell it; what may be; what people decided; joining, parting, undoing. */
export function FindingCorrelation({ finding }: { finding: Finding }) {
  const { me } = inside.useRouteContext();
  const [joining, dialog] = useDisclosure();
  const act = useCorrelation(finding);
  const acts = { may: mayCorrelate(me.roles), act };
  const { suggestions, verdicts } = finding.correlation;
  const rows = groupRows(finding);
  return (
    <Section
      title={t('Correlated findings')}
      note={rows.length > 0 ? groupSentence(rows) : undefined}
      action={
        acts.may && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconArrowsJoin size={14} />}
            onClick={dialog.open}
          >
            {t('Join another')}
          </Button>
        )
      }
    >
      {act.error && (
        <Padded>
          <ProblemState error={act.error} />
        </Padded>
      )}
      {rows.length > 0 ? (
        <Group rows={rows} {...acts} />
      ) : (
        <Padded>
          <span className={classes.quiet}>
            {t('Only {name} tells of this weakness here.', { name: finding.finder?.name ?? finding.tool })}
          </span>
        </Padded>
      )}
      <Suggestions suggestions={suggestions} {...acts} />
      <Verdicts verdicts={verdicts} {...acts} />
      <JoinDialog finding={finding} opened={joining} close={dialog.close} act={act} />
    </Section>
  );
}
