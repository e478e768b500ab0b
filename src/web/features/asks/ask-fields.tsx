import { Button, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { Ask, ChangeAsk } from '../../../contract/asks.ts';
import { t } from '../../texts/t.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import classes from './asks.module.css';
import { useChange } from './use-change.ts';

const inside = getRouteApi('/inside');

/** Who works on it, in which sprint, until when. Where it is filed, its tracker hears of it. */
export function AskFields({ ask }: { ask: Ask }) {
  const { me } = inside.useRouteContext();
  const { changing, change } = useChange(ask);
  const [assignee, setAssignee] = useState(ask.assignee ?? '');
  const [sprint, setSprint] = useState(ask.sprint ?? '');
  const [dueOn, setDueOn] = useState(ask.dueAt?.slice(0, 10) ?? '');
  const wanted: ChangeAsk = {
    ...(assignee.trim() !== (ask.assignee ?? '') && { assignee: assignee.trim() || null }),
    ...(sprint.trim() !== (ask.sprint ?? '') && { sprint: sprint.trim() || null }),
    ...(dueOn !== (ask.dueAt?.slice(0, 10) ?? '') && { dueAt: dueOn ? `${dueOn}T23:59:59.000Z` : null }),
  };
  const { assignee: who, sprint: when, dueAt } = ask;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change(wanted, t('Saved.'), { assignee: who, sprint: when, dueAt });
  };
  return (
    <Section title={t('Plan')}>
      <Padded>
        <form onSubmit={submit} className={classes.form}>
          <TextInput
            label={t('Assignee')}
            placeholder={t('Nobody yet')}
            maxLength={200}
            value={assignee}
            onChange={(event) => setAssignee(event.currentTarget.value)}
          />
          <TextInput
            label={t('Sprint')}
            placeholder={t('None yet')}
            maxLength={200}
            value={sprint}
            onChange={(event) => setSprint(event.currentTarget.value)}
          />
          <TextInput
            label={t('Due')}
            type="date"
            value={dueOn}
            onChange={(event) => setDueOn(event.currentTarget.value)}
          />
          {changing.error && <ProblemState error={changing.error} />}
          <div className={classes.buttons}>
            <Button
              type="submit"
              size="xs"
              variant="default"
              disabled={Object.keys(wanted).length === 0}
              loading={changing.isPending}
            >
              {t('Save')}
            </Button>
            {!ask.assignee && (
              <Button
                size="xs"
                variant="default"
                disabled={changing.isPending}
                onClick={() => change({ assignee: me.name }, t('It is yours.'), { assignee: null })}
              >
                {t('Take it')}
              </Button>
            )}
          </div>
        </form>
      </Padded>
    </Section>
  );
}
