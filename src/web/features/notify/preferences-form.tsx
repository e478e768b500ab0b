import { Button, Checkbox, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  NOTICE_KINDS,
  type Preferences,
  type PutPreferences,
  putPreferences,
} from '../../../contract/notify.ts';
import { preferencesQuery, savePreferences } from '../../api/notify.ts';
import { t } from '../../texts/t.ts';
import { ProblemState } from '../../ui/states.tsx';
import { KIND_LABELS, WEEKDAYS } from './kind-words.ts';
import classes from './notify-page.module.css';

interface Props {
  /** Undefined: the reader's own. */
  team: string | undefined;
  set: Preferences;
}

/** What somebody wants to hear, when and by which way. */
export function PreferencesForm({ team, set }: Props) {
  const queries = useQueryClient();
  const [wanted, setWanted] = useState<PutPreferences>(() => ({
    ...putPreferences.parse({
      way: set.way,
      digest: set.digest,
      hour: set.hour,
      weekday: set.weekday,
      timeZone: set.timeZone,
      quiet: set.quiet,
      muted: set.muted,
      left: set.left,
    }),
  }));
  const change = (part: Partial<PutPreferences>) => setWanted((before) => ({ ...before, ...part }));
  const saving = useMutation({
    mutationFn: () => savePreferences(team, wanted),
    onSuccess: (saved) => queries.setQueryData(preferencesQuery(team).queryKey, saved),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <form onSubmit={submit} className={classes.form} aria-label={t('What is told, and when')}>
      <div className={classes.pair}>
        <NativeSelect
          label={t('By which way')}
          value={wanted.way ?? ''}
          onChange={({ currentTarget }) =>
            change({ way: (currentTarget.value || null) as PutPreferences['way'] })
          }
          data={[
            { value: '', label: team === undefined ? t('Mail, else chat') : t('Chat, else mail') },
            { value: 'chat', label: t('Chat') },
            { value: 'mail', label: t('Mail') },
            { value: 'both', label: t('Both') },
          ]}
        />
        <NativeSelect
          label={t('How often')}
          value={wanted.digest ?? ''}
          onChange={({ currentTarget }) =>
            change({ digest: (currentTarget.value || null) as PutPreferences['digest'] })
          }
          data={[
            { value: '', label: t('As loud as the policy says') },
            { value: 'daily', label: t('Every day, in one message') },
            { value: 'weekly', label: t('Once a week, in one message') },
          ]}
        />
        <NativeSelect
          label={t('At')}
          value={String(wanted.hour)}
          onChange={({ currentTarget }) => change({ hour: Number(currentTarget.value) })}
          data={Array.from({ length: 24 }, (_, hour) => ({
            value: String(hour),
            label: `${String(hour).padStart(2, '0')}:00`,
          }))}
        />
        <NativeSelect
          label={t('If weekly, on')}
          value={String(wanted.weekday)}
          onChange={({ currentTarget }) => change({ weekday: Number(currentTarget.value) })}
          data={WEEKDAYS.map((label, index) => ({ value: String(index + 1), label }))}
        />
        <TextInput
          label={t('Time zone')}
          placeholder={set.zoneInUse}
          value={wanted.timeZone ?? ''}
          onChange={({ currentTarget }) => change({ timeZone: currentTarget.value.trim() || null })}
        />
      </div>
      <fieldset className={classes.group}>
        <legend>{t('Quiet hours')}</legend>
        <Switch
          label={t('Hold messages in quiet hours')}
          description={t('Only what is P0 and told at once comes through.')}
          checked={wanted.quiet !== null}
          onChange={({ currentTarget }) =>
            change({ quiet: currentTarget.checked ? { from: '19:00', to: '08:00', weekends: true } : null })
          }
        />
        {wanted.quiet && <QuietHours quiet={wanted.quiet} change={(quiet) => change({ quiet })} />}
      </fieldset>
      <fieldset className={classes.group}>
        <legend>{t('What is told')}</legend>
        {NOTICE_KINDS.map((kind) => {
          const must = set.mustHear.includes(kind);
          return (
            <Checkbox
              key={kind}
              label={
                must
                  ? t('{kind} (always: the role asks for it)', { kind: KIND_LABELS[kind] })
                  : KIND_LABELS[kind]
              }
              disabled={must}
              checked={must || (!wanted.left && !wanted.muted.includes(kind))}
              onChange={({ currentTarget }) => {
                const others = wanted.muted.filter((one) => one !== kind);
                change({ left: false, muted: currentTarget.checked ? others : [...others, kind] });
              }}
            />
          );
        })}
        {team === undefined && (
          <Switch
            label={t('Tell me only what my role has to hear')}
            checked={wanted.left}
            onChange={({ currentTarget }) => change({ left: currentTarget.checked })}
          />
        )}
      </fieldset>
      {saving.error && <ProblemState error={saving.error} />}
      <div className={classes.buttons}>
        <Button type="submit" loading={saving.isPending}>
          {t('Save')}
        </Button>
        {saving.isSuccess && <span role="status">{t('Saved.')}</span>}
      </div>
    </form>
  );
}

type Quiet = NonNullable<PutPreferences['quiet']>;

function QuietHours({ quiet, change }: { quiet: Quiet; change: (quiet: Quiet) => void }) {
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          type="time"
          label={t('From')}
          required
          value={quiet.from}
          onChange={({ currentTarget }) => change({ ...quiet, from: currentTarget.value })}
        />
        <TextInput
          type="time"
          label={t('To')}
          required
          value={quiet.to}
          onChange={({ currentTarget }) => change({ ...quiet, to: currentTarget.value })}
        />
      </div>
      <Checkbox
        label={t('All weekend, too')}
        checked={quiet.weekends}
        onChange={({ currentTarget }) => change({ ...quiet, weekends: currentTarget.checked })}
      />
    </>
  );
}
