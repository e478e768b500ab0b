import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { RuleDetail } from '../../../../contract/trust.ts';
import { endTheOverrule, ruleQuery } from '../../../api/trust.ts';
import { Say } from '../../../texts/say.tsx';
import { t } from '../../../texts/t.ts';
import { Padded, Section } from '../../../ui/page.tsx';
import { ProblemState } from '../../../ui/states.tsx';
import { RelativeTime } from '../../../ui/time.tsx';
import { OverruleDialog } from './overrule-dialog.tsx';
import classes from './rule-page.module.css';

const inside = getRouteApi('/inside');

/** Who decides: the labels, or for a time somebody in security. */
export function Overruled({ rule }: { rule: RuleDetail }) {
  const { me } = inside.useRouteContext();
  const queries = useQueryClient();
  const may = me.roles.some((role) => role === 'security' || role === 'admin');
  const { overruled } = rule;
  const ending = useMutation({
    mutationFn: () => endTheOverrule(rule),
    onSuccess: (told) => {
      queries.setQueryData(ruleQuery(rule).queryKey, told);
      return queries.invalidateQueries({ queryKey: ['trust', 'list'] });
    },
  });
  if (!overruled && !may) return null;
  return (
    <Section title={t('Who decides')}>
      <Padded>
        {overruled ? (
          <>
            <Say
              text="{by}, for a time: the labels decide again {until}."
              by={overruled.by}
              until={<RelativeTime at={overruled.until} />}
            />
            <p className={classes.words}>{overruled.because}</p>
          </>
        ) : (
          t('What people say of its findings. Where you know better, decide for a time.')
        )}
        {may && (
          <div className={classes.buttons}>
            <OverruleDialog rule={rule} />
            {overruled && (
              <Button variant="default" loading={ending.isPending} onClick={() => ending.mutate()}>
                {t('Let the labels decide')}
              </Button>
            )}
          </div>
        )}
        {ending.error && <ProblemState error={ending.error} />}
      </Padded>
    </Section>
  );
}
