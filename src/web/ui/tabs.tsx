import { Link, type LinkProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import classes from './tabs.module.css';

interface Props {
  /** What the pages have in common. */
  label: string;
  tabs: readonly { to: NonNullable<LinkProps['to']>; words: string }[];
  /** What stands after the `?` goes along: one filter for all of the pages. */
  keepSearch?: boolean;
}

/** Where one is among a few pages; each says its own `to`, so that a link can be sent. */
export function Tabs({ label, tabs, keepSearch = false }: Props) {
  const place = useRef<HTMLElement>(null);
  // On a narrow page the tabs scroll: the one that is open must not stand outside of it.
  useEffect(() => {
    const here = place.current?.querySelector('[aria-current="page"]');
    here?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, []);
  return (
    <nav ref={place} className={classes.tabs} aria-label={label}>
      {tabs.map(({ to, words }) => (
        <Link
          key={to}
          to={to}
          {...(keepSearch ? { search: true } : {})}
          className={classes.tab}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ className: classes.here, 'aria-current': 'page' }}
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}
