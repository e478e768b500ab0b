import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  /** What the browser's tab says; the heading too unless `heading` is given. */
  title: string;
  heading?: ReactNode;
  /** Where this page hangs, e.g. a link to the list. */
  above?: ReactNode;
  /** The answer in one sentence. */
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page answers one question: first in a sentence, then in a picture, then in a table. */
export function Page({ title, heading, above, lead, actions, children }: PageProps) {
  useDocumentTitle(`${title} · Lanekeeper`);
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div className={classes.headWords}>
          {above && <div className={classes.above}>{above}</div>}
          <h1 className={classes.heading}>{heading ?? title}</h1>
          {lead && <div className={classes.lead}>{lead}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  title: string;
  note?: ReactNode;
  action?: ReactNode;
  /** The page's own heading says it already; the title is for those who hear the page. */
  silent?: boolean;
  children: ReactNode;
}

export function Section({ title, note, action, silent = false, children }: SectionProps) {
  return (
    <section className={silent ? classes.silent : classes.section} aria-label={title}>
      {!silent && (
        <div className={classes.sectionHead}>
          <h2 className={classes.sectionTitle}>{title}</h2>
          {note && <span className={classes.note}>{note}</span>}
          {action && <span className={classes.sectionAction}>{action}</span>}
        </div>
      )}
      <div className={classes.sheet}>{children}</div>
    </section>
  );
}

/** Text inside a sheet; tables need no room around them, words do. */
export function Padded({ children }: { children: ReactNode }) {
  return <div className={classes.padded}>{children}</div>;
}

interface ColumnsProps {
  main: ReactNode;
  side: ReactNode;
  /** What stands at the side matters most: on a narrow page it comes first. */
  sideFirst?: boolean;
}

/** The main thing and, beside it, what one looks up; the second comes below on a narrow page. */
export function Columns({ main, side, sideFirst = false }: ColumnsProps) {
  const aside = <aside className={classes.side}>{side}</aside>;
  return (
    <div className={classes.columns}>
      {sideFirst && aside}
      <div className={classes.main}>{main}</div>
      {!sideFirst && aside}
    </div>
  );
}
