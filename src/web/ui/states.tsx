import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { t } from '../texts/t.ts';
import { IconRefresh } from './icons.ts';
import classes from './states.module.css';

/** Says what will be here and the one thing to do about it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <svg viewBox="0 0 64 24" aria-hidden="true" className={classes.lane}>
        <path d="M2 22 12 2M62 22 52 2" />
        <path d="M32 3v4M32 11v4M32 19v3" />
      </svg>
      <p className={classes.title}>{title}</p>
      {children && <div className={classes.words}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}

/** What went wrong, what to do, and a way to try again. The code helps whoever is asked for help. */
export function ProblemState({ error, retry }: { error: unknown; retry?: () => void }) {
  const told = error instanceof ApiProblem ? error : null;
  return (
    <div role="alert" className={classes.problem}>
      <p className={classes.title}>{told?.message ?? t('This part of the page stopped working.')}</p>
      <p className={classes.words}>
        {told?.help ?? t('Load the page again. Nothing on the server has changed.')}
      </p>
      <p className={classes.code}>{told?.code ?? 'LK-BUG'}</p>
      {retry && (
        <Button variant="default" size="xs" leftSection={<IconRefresh size={14} />} onClick={retry}>
          {t('Try again')}
        </Button>
      )}
    </div>
  );
}

/** Lines that keep the place of a text while it is on its way. */
export function TextSkeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => `${line}`).map((line, index) => (
        <Skeleton
          key={line}
          height={12}
          mt={index === 0 ? 0 : 10}
          width={index === lines - 1 ? '62%' : '100%'}
        />
      ))}
    </div>
  );
}
