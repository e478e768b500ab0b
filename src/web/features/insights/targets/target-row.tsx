import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { TargetsAnswer } from '../../../../contract/insights/targets.ts';
import { setATarget } from '../../../api/insights.ts';
import { t } from '../../../texts/t.ts';
import { ProblemState } from '../../../ui/states.tsx';
import { offerUndo } from '../../../ui/undo.tsx';
import { targetOf, targetWords, typedOf } from './target-words.ts';
import classes from './targets.module.css';

type Target = TargetsAnswer['items'][number];

interface Props {
  target: Target;
  quarter: string;
  maySet: boolean;
}

/** Today on a line from zero, the target as a thin mark on it. */
function Beside({ today, value, reached }: Pick<Target, 'today' | 'value' | 'reached'>) {
  if (today === null || value === null) return null;
  const end = Math.max(today, value, 1e-9) * 1.15;
  const shareOf = (number: number) => (number / end) * 160;
  return (
    <svg width="160" height="16" aria-hidden="true" className={classes.beside}>
      <rect y="4" width="160" height="8" rx="2" fill="var(--lk-line)" />
      <rect
        y="4"
        width={shareOf(today)}
        height="8"
        rx="2"
        fill={reached ? 'var(--lk-accent)' : 'var(--lk-ink-3)'}
      />
      <path d={`M${shareOf(value)} 0v16`} stroke="var(--lk-ink)" strokeWidth="2" />
    </svg>
  );
}

function SetTarget({ target, quarter, close }: Omit<Props, 'maySet'> & { close: () => void }) {
  const queries = useQueryClient();
  const { measure, value, unit } = target;
  const [typed, setTyped] = useState<number | string>(typedOf(measure, value));
  const again = () => queries.invalidateQueries({ queryKey: ['insights', 'targets'] });
  const to = (next: number | null) => setATarget({ unit: unit?.key ?? null, quarter, measure, value: next });
  const setting = useMutation({
    mutationFn: to,
    onSuccess: async () => {
      close();
      await again();
      offerUndo('target', t('The target is set.'), () => void to(value).then(again, again));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setting.mutate(typeof typed === 'number' ? targetOf(measure, typed) : null);
  };
  return (
    <form onSubmit={submit} className={classes.form} aria-label={t('Target: {name}', { name: target.name })}>
      <NumberInput
        aria-label={t('{name}, target', { name: target.name })}
        size="xs"
        w={110}
        min={0}
        max={measure === 'deadlines-met' ? 100 : 1_000_000}
        suffix={measure === 'deadlines-met' ? ' %' : ''}
        placeholder={t('None')}
        data-autofocus
        value={typed}
        onChange={setTyped}
      />
      <Button type="submit" size="compact-sm" loading={setting.isPending}>
        {t('Set')}
      </Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={close}>
        {t('Leave it')}
      </Button>
      {setting.error && <ProblemState error={setting.error} />}
    </form>
  );
}

/** One measure: today, the target, and what it says. */
export function TargetRow({ target, quarter, maySet }: Props) {
  const [setting, setSetting] = useState(false);
  const { measure, name, today, value, sentence, reached } = target;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td data-align="end" data-label={t('Today')}>
        {targetWords(measure, today)}
      </td>
      <td data-align="end" data-label={t('Target')}>
        {setting ? (
          <SetTarget target={target} quarter={quarter} close={() => setSetting(false)} />
        ) : maySet ? (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={t('{value}: the target of {name}', {
              value: value === null ? t('Set') : targetWords(measure, value),
              name,
            })}
            onClick={() => setSetting(true)}
          >
            {value === null ? t('Set') : targetWords(measure, value)}
          </Button>
        ) : (
          targetWords(measure, value)
        )}
      </td>
      <td>
        <Beside today={today} value={value} reached={reached} />
        <span className={classes.sentence}>{sentence}</span>
      </td>
    </tr>
  );
}
