import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Ticket } from '../../../contract/tickets.ts';
import { addAComment } from '../../api/tickets.ts';
import { t } from '../../texts/t.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './ticket-page.module.css';

export function TicketComments({ ticket }: { ticket: Ticket }) {
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const adding = useMutation({
    mutationFn: () => addAComment(ticket.id, text.trim()),
    onSuccess: async () => {
      setText('');
      await queries.invalidateQueries({ queryKey: ['tickets'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) adding.mutate();
  };
  return (
    <Section title={t('Comments')}>
      <Padded>
        <div className={classes.comments}>
          {ticket.comments.map((comment) => (
            <article key={`${comment.at} ${comment.actor}`} className={classes.comment}>
              <p className={classes.by}>
                <strong>{comment.actor}</strong>, <RelativeTime at={comment.at} />
              </p>
              <Markdown text={comment.text} />
            </article>
          ))}
          <form onSubmit={submit} className={classes.write}>
            <Textarea
              aria-label={t('Write a comment')}
              placeholder={t('Ask, answer, or say what stands in the way')}
              autosize
              minRows={2}
              maxRows={12}
              maxLength={5000}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            {adding.error && <ProblemState error={adding.error} />}
            <Button type="submit" variant="default" disabled={!text.trim()} loading={adding.isPending}>
              {t('Comment')}
            </Button>
          </form>
        </div>
      </Padded>
    </Section>
  );
}
