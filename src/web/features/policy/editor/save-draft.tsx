import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { saveADraft, taggedPolicyQuery } from '../../../api/policy.ts';
import { ApiProblem } from '../../../api/problem.ts';
import { t } from '../../../texts/t.ts';
import { Padded, Section } from '../../../ui/page.tsx';
import { ProblemState } from '../../../ui/states.tsx';
import classes from './editor.module.css';

interface Props {
  document: string;
  basedOn: number;
  /** What was the newest when the editor was opened. */
  etag: string | undefined;
  usable: boolean;
}

/** A reason, and it is a draft. Whoever saved another one meanwhile is named; the text here is kept. */
export function SaveDraft({ document, basedOn, etag, usable }: Props) {
  const [reason, setReason] = useState('');
  const [seen, setSeen] = useState(etag);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const saving = useMutation({
    mutationFn: () => saveADraft({ document, reason: reason.trim(), basedOn }, seen),
    onSuccess: async ({ data }) => {
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[0]).startsWith('policy'),
      });
      await navigate({ to: '/policy/versions/$version', params: { version: String(data.version) } });
    },
  });
  const overtaken = saving.error instanceof ApiProblem && saving.error.status === 412;
  const lookAgain = async () => {
    const newest = await queries.fetchQuery({ ...taggedPolicyQuery, staleTime: 0 });
    setSeen(newest.etag);
    saving.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Section title={t('Save')} note={t('A draft changes nothing until it is approved and activated')}>
      <Padded>
        <form onSubmit={submit} className={classes.form}>
          <Textarea
            label={t('What does it change, and why?')}
            required
            autosize
            minRows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {saving.error && <ProblemState error={saving.error} />}
          <div className={classes.buttons}>
            <Button
              type="submit"
              loading={saving.isPending}
              disabled={!usable || reason.trim() === '' || overtaken}
            >
              {t('Save as a draft')}
            </Button>
            {overtaken && (
              <Button variant="default" onClick={() => void lookAgain()}>
                {t('I have looked at it: save mine as well')}
              </Button>
            )}
          </div>
        </form>
      </Padded>
    </Section>
  );
}
