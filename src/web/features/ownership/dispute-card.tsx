import { Button, Select, Textarea } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Dispute } from '../../../contract/disputes.ts';
import { t } from '../../texts/t.ts';
import { TextLink } from '../../ui/row-link.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { Reasons } from '../../ui/trail.tsx';
import { useTeamNames } from '../organisation/team-names.ts';
import classes from './dispute-card.module.css';
import { useDispute } from './use-moving.ts';

const inside = getRouteApi('/inside');

/** What somebody says about who owns it: moved to a team, or it stays. */
function Decide({ dispute }: { dispute: Dispute }) {
  const { me } = inside.useRouteContext();
  const { options } = useTeamNames();
  const { deciding } = useDispute();
  const [team, setTeam] = useState<string | null>(dispute.to?.key ?? null);
  const [note, setNote] = useState('');
  const asked = me.teams.some(({ key }) => key === dispute.to?.key);
  const decides =
    me.roles.some((role) => role === 'admin' || role === 'security') || dispute.arbiter === me.email;
  const opened = dispute.openedBy === me.email;
  if (!asked && !decides && !opened) return null;
  const say = (outcome: 'moved' | 'stays' | 'withdrawn', words: string) =>
    deciding.mutate({
      id: dispute.id,
      outcome,
      note: note.trim() || words,
      ...(outcome === 'moved' && team !== null && { team }),
    });
  return (
    <div className={classes.decide}>
      {decides && (
        <Select
          label={t('Whose is it?')}
          searchable
          data={options.filter(({ value }) => value !== dispute.from.key)}
          value={team}
          onChange={setTeam}
        />
      )}
      <Textarea
        label={t('A word to both')}
        autosize
        minRows={1}
        maxRows={5}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {deciding.error && <ProblemState error={deciding.error} />}
      <div className={classes.buttons}>
        {(decides || asked) && (
          <Button
            size="xs"
            disabled={team === null}
            loading={deciding.isPending}
            onClick={() => say('moved', t('It is theirs.'))}
          >
            {asked && !decides ? t('It is ours') : t('Move it')}
          </Button>
        )}
        {decides && (
          <Button size="xs" variant="default" onClick={() => say('stays', t('It stays where it is.'))}>
            {t('It stays')}
          </Button>
        )}
        {opened && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => say('withdrawn', t('Taken back.'))}>
            {t('Take back')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Who says that it is not theirs, who is asked, who decides, and how to do so. */
export function DisputeCard({ dispute, own = false }: { dispute: Dispute; own?: boolean }) {
  const { from, to, finding } = dispute;
  return (
    <article className={classes.card} aria-label={t('Dispute: {title}', { title: finding.title })}>
      {!own && (
        <TextLink to="/findings/$findingId" params={{ findingId: finding.id }}>
          {finding.title}
        </TextLink>
      )}
      <p className={classes.words}>
        {t('{name} says it is not theirs{value}: “{reason}”', {
          name: from.name,
          value: to ? t(', and asks {name}', { name: to.name }) : '',
          reason: dispute.reason,
        })}
      </p>
      <p className={classes.quiet}>
        {dispute.openedBy}, <RelativeTime at={dispute.openedAt} />
      </p>
      <Reasons because={dispute.because} />
      <Decide dispute={dispute} />
    </article>
  );
}
