import { Link } from '@tanstack/react-router';
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
  return (
    <nav className={classes.tabs} aria-label="Policy">
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
