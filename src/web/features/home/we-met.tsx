import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MeetingPage as Told } from '../../../contract/meetings.ts';
import { meetingQuery, tellMeeting, undoMeeting } from '../../api/home.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { Day, RelativeTime } from '../../ui/time.tsx';
import { offerUndo } from '../../ui/undo.tsx';
import homeClasses from './home.module.css';
import classes from './meeting.module.css';
import { Nothing } from './meeting-parts.tsx';

function useMeetings(team: string) {
  const queries = useQueryClient();
  const { queryKey } = meetingQuery(team);
  const again = () => queries.invalidateQueries({ queryKey });
  const undoing = useMutation({ mutationFn: (id: string) => undoMeeting(team, id), onSettled: again });
  const telling = useMutation({
    mutationFn: (note: string) => tellMeeting(team, note),
    onSuccess: async (page) => {
      queries.setQueryData(queryKey, page);
      const [met] = page.meetings;
      if (met) offerUndo('meeting', t('What is new counts from now.'), () => undoing.mutate(met.id));
      await queries.invalidateQueries({ queryKey: ['home'] });
    },
  });
  return { telling, undoing };
}

/** Says that they met, and what came of it; what is new counts from there. */
export function WeMet({ told }: { told: Told }) {
  const [note, setNote] = useState('');
  const { telling, undoing } = useMeetings(told.team.key);
  const problem = telling.error ?? undoing.error;
  return (
    <Section title={t('Meetings')}>
      {told.mayRecord && (
        <form
          className={classes.form}
          data-screen-only=""
          onSubmit={(event) => {
            event.preventDefault();
            telling.mutate(note, { onSuccess: () => setNote('') });
          }}
        >
          <Textarea
            label={t('What did you agree on?')}
            description={t('Kept with the meeting; you can leave it empty.')}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={5000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" loading={telling.isPending}>
              {t('We met')}
            </Button>
          </div>
          {problem && <ProblemState error={problem} />}
        </form>
      )}
      {told.meetings.length === 0 ? (
        <Nothing>{t('They have not met here yet, so what is new counts from two weeks ago.')}</Nothing>
      ) : (
        <ul className={homeClasses.list}>
          {told.meetings.map((met) => (
            <li key={met.id} className={homeClasses.item}>
              <div className={homeClasses.itemWords}>
                <Day at={met.at} />{' '}
                <span className="quiet">
                  <Say text="told by {by}, {at}" by={met.by} at={<RelativeTime at={met.at} />} />
                </span>
                {met.note && <div className={classes.note}>{met.note}</div>}
              </div>
              {met.mayUndo && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  loading={undoing.isPending}
                  onClick={() => undoing.mutate(met.id)}
                >
                  {t('Take it back')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
