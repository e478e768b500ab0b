import { Button, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { askABacktest, backtestQuery, cancelABacktest } from '../../../api/policy.ts';
import { t } from '../../../texts/t.ts';
import { Padded, Section } from '../../../ui/page.tsx';
import { ProblemState } from '../../../ui/states.tsx';
import { BacktestResultView } from './backtest-result.tsx';
import classes from './editor.module.css';

interface Props {
  document: string;
  /** False while the document cannot be used. */
  usable: boolean;
}

function Running({ id }: { id: string }) {
  const queries = useQueryClient();
  const query = useQuery(backtestQuery(id));
  const cancelling = useMutation({
    mutationFn: () => cancelABacktest(id),
    onSuccess: (ended) => queries.setQueryData(backtestQuery(id).queryKey, ended),
  });
  if (query.error && !query.data)
    return <ProblemState error={query.error} retry={() => void query.refetch()} />;
  const { state = 'waiting', done = 0, total = null, result, error } = query.data ?? {};
  if (result) return <BacktestResultView result={result} />;
  if (state === 'cancelled') return <Padded>{t('It was called off.')}</Padded>;
  if (state === 'failed') return <Padded>{error ?? t('It failed; ask for it again.')}</Padded>;
  return (
    <Padded>
      <div className={classes.running} role="status">
        <span>
          {total === null
            ? t('Waiting for its turn')
            : t('{toLocaleString} of {total, plural, one {# finding} other {# findings}}', {
                toLocaleString: done.toLocaleString('en'),
                total,
              })}
        </span>
        <Progress
          value={total ? (done / total) * 100 : 100}
          animated={total === null}
          aria-label={t('Findings looked at')}
        />
        <Button size="compact-sm" variant="default" onClick={() => cancelling.mutate()}>
          {t('Call it off')}
        </Button>
      </div>
    </Padded>
  );
}

/** What the draft would change over what is open, before anything is saved. */
export function BacktestPanel({ document, usable }: Props) {
  const asking = useMutation({ mutationFn: askABacktest });
  return (
    <Section
      title={t('What it would change')}
      note={t('Over all open findings; nothing is saved by it')}
      action={
        <Button
          size="compact-sm"
          variant="default"
          disabled={!usable}
          loading={asking.isPending}
          onClick={() => asking.mutate(document)}
        >
          {asking.data ? t('Run again') : t('Run a backtest')}
        </Button>
      }
    >
      {asking.error && <ProblemState error={asking.error} />}
      {asking.data ? (
        <Running key={asking.data.id} id={asking.data.id} />
      ) : (
        <Padded>
          <span className="quiet">
            {t('Run it to see how many findings move, for which teams, with examples of both decisions.')}
          </span>
        </Padded>
      )}
    </Section>
  );
}
