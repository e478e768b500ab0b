import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Ask, AskSide } from '../../../contract/asks.ts';
import { commentAnAsk } from '../../api/asks.ts';
import { t } from '../../texts/t.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from '../tickets/ticket-page.module.css';
import { isOpen } from './ask-words.ts';
import own from './asks.module.css';

/** What was said; a question back hands over the turn by itself, the second button does it for any words. */
export function AskComments({ ask }: { ask: Ask }) {
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const adding = useMutation({
    mutationFn: (waitsFor: AskSide | undefined) => commentAnAsk(ask.id, { text: text.trim(), waitsFor }),
    onSuccess: async () => {
      setText('');
      await queries.invalidateQueries({ queryKey: ['asks'] });
    },
  });
  const say = (waitsFor?: AskSide) => (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) adding.mutate(waitsFor);
  };
  const theirs = ask.you === 'to' ? 'from' : 'to';
  const mayHandOver = isOpen(ask.state) && ask.you !== null && ask.waitsFor === ask.you;
  return (
    <Section title={t('Comments')}>
      <Padded>
        <div className={classes.comments}>
          {ask.comments.map((comment) => (
            <article key={`${comment.at} ${comment.actor} ${comment.text}`} className={classes.comment}>
              <p className={classes.by}>
                <strong>{comment.actor}</strong>, <RelativeTime at={comment.at} />
              </p>
              <Markdown text={comment.text} />
            </article>
          ))}
          <form onSubmit={say()} className={classes.write}>
            <Textarea
              aria-label={t('Write a comment')}
              placeholder={t('Ask back, answer, or say what stands in the way')}
              autosize
              minRows={2}
              maxRows={12}
              maxLength={5000}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            {adding.error && <ProblemState error={adding.error} />}
            <div className={own.buttons}>
              <Button type="submit" variant="default" disabled={!text.trim()} loading={adding.isPending}>
                {t('Comment')}
              </Button>
              {mayHandOver && (
                <Button
                  variant="default"
                  disabled={!text.trim()}
                  loading={adding.isPending}
                  onClick={say(theirs)}
                >
                  {t('Comment, their turn')}
                </Button>
              )}
            </div>
          </form>
        </div>
      </Padded>
    </Section>
  );
}
