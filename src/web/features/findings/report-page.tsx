import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { reportAFinding } from '../../api/findings.ts';
import { t } from '../../texts/t.ts';
import { Page, Section } from '../../ui/page.tsx';
import { EmptyState, ProblemState } from '../../ui/states.tsx';
import { type Draft, type DraftProblems, emptyDraft, readDraft } from './report-draft.ts';
import { HowFields, WhatFields, WhereFields, WhoFields } from './report-fields.tsx';
import classes from './report-page.module.css';

const route = getRouteApi('/inside/report');

function Thanks({ id, again }: { id: string; again: () => void }) {
  return (
    <Section title={t('Reported')}>
      <EmptyState
        title={t('Thank you. It is recorded.')}
        action={
          <div className={classes.buttons}>
            <Button
              renderRoot={(props) => <Link to="/findings/$findingId" params={{ findingId: id }} {...props} />}
            >
              {t('See the finding')}
            </Button>
            <Button variant="default" onClick={again}>
              {t('Report another')}
            </Button>
          </div>
        }
      >
        {t(
          'Its owner is looked up now, with a priority and a date. The finder stays named on it until it is closed.',
        )}
      </EmptyState>
    </Section>
  );
}

export function ReportPage() {
  const given = route.useSearch();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const fresh = (): Draft => ({
    ...emptyDraft,
    targetKind: given.kind ?? 'repository',
    targetKey: given.target ?? '',
    path: given.path ?? '',
  });
  const [draft, setDraft] = useState(fresh);
  const [problems, setProblems] = useState<DraftProblems>({});
  const sending = useMutation({
    mutationFn: reportAFinding,
    onSuccess: () => queries.invalidateQueries(),
  });
  const set = (change: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setProblems((before) => {
      const left = { ...before };
      for (const field of Object.keys(change)) delete left[field as keyof Draft];
      return left;
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readDraft(draft);
    if (read.ok) return sending.mutate(read.report);
    setProblems(read.problems);
    // After the fields have been marked, lead to the first of them.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const again = () => {
    sending.reset();
    setDraft(fresh());
  };
  const fields = { draft, problems, set };
  return (
    <Page
      title={t('Report a finding')}
      lead={t(
        'You found something: in a review, a test, a threat model, or because somebody told you. Anyone may report, and every finder is remembered.',
      )}
    >
      {sending.data ? (
        <Thanks id={sending.data.id} again={again} />
      ) : (
        <form ref={form} onSubmit={submit} noValidate className={classes.form}>
          <WhatFields {...fields} />
          <WhereFields {...fields} />
          <HowFields {...fields} />
          <WhoFields {...fields} />
          {sending.error && <ProblemState error={sending.error} />}
          <div className={classes.buttons}>
            <Button type="submit" loading={sending.isPending}>
              {t('Report it')}
            </Button>
          </div>
        </form>
      )}
    </Page>
  );
}
