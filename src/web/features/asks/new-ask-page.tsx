import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ASK_KIND, ASK_KINDS, type AskKind } from '../../../contract/ask-kinds.ts';
import type { NewAskBody } from '../../../contract/asks.ts';
import { changeAnAsk, makeAnAsk, previewQuery } from '../../api/asks.ts';
import { t } from '../../texts/t.ts';
import { Page } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { offerUndo } from '../../ui/undo.tsx';
import { useTeamNames } from '../organisation/team-names.ts';
import { aboutOf, aboutWords } from './about.ts';
import { askSentence } from './ask-words.ts';
import classes from './asks.module.css';

const route = getRouteApi('/inside/asks/new');
const inside = getRouteApi('/inside');

/** Typing is left alone for so long before the way is looked up again. */
const PAUSE_MS = 350;
const KINDS = ASK_KINDS.map((value) => ({ value, label: ASK_KIND[value].title }));

interface Draft {
  from: string | null;
  to: string | null;
  kind: AskKind | null;
  text: string;
  dueOn: string;
}

/** At the end of the day in UTC, as dates without a time are meant. */
const bodyOf = (draft: Draft, about: NewAskBody['about']): NewAskBody => ({
  text: draft.text.trim(),
  ...(draft.from && { from: draft.from }),
  ...(draft.to && { to: draft.to }),
  ...(draft.kind && { kind: draft.kind }),
  ...(draft.dueOn && { dueAt: `${draft.dueOn}T23:59:59.000Z` }),
  ...(about && { about }),
});

/** Whose queue it will come to, before it is sent. */
function Way({ body }: { body: NewAskBody }) {
  const [settled] = useDebouncedValue(body, PAUSE_MS);
  const { data, error } = useQuery(previewQuery(settled));
  if (settled.text === '')
    return (
      <p className={`${classes.way} quiet`}>{t('Write what you want: who is asked is found by itself.')}</p>
    );
  if (error) return <ProblemState error={error} />;
  if (!data) return <p className={`${classes.way} quiet`}>{t('Looking up who is asked …')}</p>;
  return (
    <p className={classes.way} role="status">
      <strong>{askSentence(data)}</strong>{' '}
      {t('It comes to the queue {queue}: {because}.', {
        queue: data.queue,
        because: data.kindBecause ? `${data.because} (${data.kindBecause})` : data.because,
      })}
    </p>
  );
}

export function NewAskPage() {
  const given = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const { me } = inside.useRouteContext();
  const teams = useTeamNames();
  const [draft, setDraft] = useState<Draft>({
    from: null,
    to: given.to ?? null,
    kind: given.kind ?? null,
    text: '',
    dueOn: '',
  });
  const set = (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change }));
  const body = bodyOf(draft, aboutOf(given));
  const again = () => queries.invalidateQueries({ queryKey: ['asks'] });
  const sending = useMutation({
    mutationFn: makeAnAsk,
    onSuccess: async (made) => {
      await again();
      await navigate({ to: '/asks/$askId', params: { askId: made.key } });
      offerUndo('ask', t('{name} is asked: {key}.', { name: made.to.name, key: made.key }), () => {
        void changeAnAsk(made.id, { state: 'withdrawn' }).then(again, again);
      });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body.text) sending.mutate(body);
  };
  const asksTeams = me.roles.some((role) => ['security', 'partner', 'admin'].includes(role));
  return (
    <Page
      title={t('New ask')}
      above={<TextLink to="/asks">{t('Asks')}</TextLink>}
      lead={t(
        'A review, advice, a quick test; or, from security, an answer or a threat model. It becomes a ticket where the other side works.',
      )}
    >
      <form onSubmit={submit} className={classes.page} noValidate>
        <div className={classes.group}>
          {aboutOf(given) && <p className={classes.turn}>{aboutWords(given)}</p>}
          <Textarea
            label={t('What do you want?')}
            description={t('The first line becomes its title. Markdown is welcome.')}
            required
            autoFocus
            autosize
            minRows={4}
            maxRows={16}
            maxLength={20_000}
            placeholder={t('e.g. Please review how the new login keeps its sessions')}
            value={draft.text}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
          <div className={classes.pair}>
            <Select
              label={t('Kind')}
              placeholder={t('Found from your words')}
              clearable
              value={draft.kind}
              onChange={(kind) => set({ kind: kind as AskKind | null })}
              data={KINDS}
            />
            <TextInput
              label={t('By when')}
              type="date"
              value={draft.dueOn}
              onChange={(event) => set({ dueOn: event.currentTarget.value })}
            />
            {(me.teams.length > 1 || asksTeams) && (
              <Select
                label={t('For which team do you ask?')}
                placeholder={t('Found by itself')}
                clearable
                searchable
                value={draft.from}
                onChange={(from) => set({ from })}
                data={
                  asksTeams ? teams.options : me.teams.map(({ key, name }) => ({ value: key, label: name }))
                }
              />
            )}
            {asksTeams && (
              <Select
                label={t('Who is asked?')}
                placeholder={t('Found by itself')}
                clearable
                searchable
                value={draft.to}
                onChange={(to) => set({ to })}
                data={teams.options}
              />
            )}
          </div>
        </div>
        <Way body={body} />
        {sending.error && <ProblemState error={sending.error} />}
        <div className={classes.buttons}>
          <Button type="submit" disabled={!body.text} loading={sending.isPending}>
            {t('Ask')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
