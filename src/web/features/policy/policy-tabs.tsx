import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import classes from './policy-tabs.module.css';

/** The pages of policy; each says its own `to`, so that a link can be sent. */
const TABS = [
  { to: '/policy', words: 'Rules and versions' },
  { to: '/standard', words: 'In plain words' },
  { to: '/policy/trust', words: 'Trust in rules' },
  { to: '/policy/intelligence', words: 'Intelligence' },
] as const;

/** Where one is inside of policy; stands above the content of each of its pages. */
export function PolicyTabs() {
  const tabs = useRef<HTMLElement>(null);
  // On a narrow page the tabs scroll: the one that is open must not stand outside of it.
  useEffect(() => {
    const here = tabs.current?.querySelector('[aria-current="page"]');
    here?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, []);
  return (
    <nav ref={tabs} className={classes.tabs} aria-label="Policy">
      {TABS.map(({ to, words }) => (
        <Link
          key={to}
          to={to}
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
