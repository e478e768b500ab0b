import type { Finding } from '../../../contract/findings.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { IconGitBranch } from '../../ui/icons.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { Day } from '../../ui/time.tsx';
import { branchLines } from './branch-words.ts';
import classes from './finding-branches.module.css';

/** On which branches it is; nothing where there is only the default one. */
export function FindingBranches({ finding }: { finding: Finding }) {
  const lines = branchLines(finding);
  if (lines.length === 0) return null;
  return (
    <Section title={t('Branches')} note={t('The default branch and releases decide whether it is open')}>
      <Padded>
        <ul className={classes.branches}>
          {lines.map(({ branch, words, at }) => (
            <li key={branch}>
              <IconGitBranch size={14} aria-hidden />
              <span className="mono">
                <Breakable text={branch} />
              </span>
              <span className={classes.words}>
                {words} <Day at={at} />
              </span>
            </li>
          ))}
        </ul>
      </Padded>
    </Section>
  );
}
