import { useInfiniteQuery } from '@tanstack/react-query';
import type { Finding } from '../../../contract/findings.ts';
import type { Fix } from '../../../contract/fixes.ts';
import { exceptionsQuery } from '../../api/exceptions.ts';
import { t } from '../../texts/t.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { AskDialog } from './ask-dialog.tsx';
import classes from './exception-card.module.css';
import { ExceptionCard } from './exception-card.tsx';

interface Props {
  filter: { finding: string } | { fix: string };
  /** Something is open that could be let off. */
  open: boolean;
  dialog: Parameters<typeof AskDialog>[0];
}

/** The exceptions of a page: those that wait or hold, else the way to ask for one. */
function Exceptions({ filter, open, dialog }: Props) {
  const query = useInfiniteQuery(exceptionsQuery(filter));
  const current = (query.data ?? []).filter(({ state }) => state === 'asked' || state === 'granted');
  if (current.length === 0 && !open) return null;
  return (
    <Section title={t('Exception')}>
      {current.map((one) => (
        <ExceptionCard key={one.id} exception={one} own={one.scope === 'finding'} />
      ))}
      {open && !current.some(({ state }) => state === 'asked') && (
        <Padded>
          <div className={classes.ask}>
            <p className={classes.quiet}>
              {t('Not a weakness, or one that the team bears for a time? Say so; whoever may decides.')}
            </p>
            <AskDialog {...dialog} />
          </div>
        </Padded>
      )}
    </Section>
  );
}

export function FindingExceptions({ finding }: { finding: Finding }) {
  return (
    <Exceptions
      filter={{ finding: finding.id }}
      open={finding.state === 'open' || finding.state === 'reopened'}
      dialog={{
        title: finding.title,
        finding: finding.id,
        fix: finding.fix?.id ?? null,
        rule:
          finding.target.kind === 'repository' && !finding.component
            ? { key: finding.rule.key, path: finding.path }
            : null,
        component:
          finding.component && finding.vulnerabilities.length > 0
            ? { name: finding.component, version: finding.version, vulnerabilities: finding.vulnerabilities }
            : null,
      }}
    />
  );
}

export function FixExceptions({ fix }: { fix: Fix }) {
  return (
    <Exceptions
      filter={{ fix: fix.id }}
      open={fix.state === 'open'}
      dialog={{ title: fix.title, finding: null, fix: fix.id, rule: null, component: null }}
    />
  );
}
