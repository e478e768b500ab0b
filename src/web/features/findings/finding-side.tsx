import type { ReactNode } from 'react';
import type { Finding } from '../../../contract/findings.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { Facts } from '../../ui/facts.tsx';
import { count, percent, words } from '../../ui/format.ts';
import { safeHref } from '../../ui/markdown-inline.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import classes from './finding-side.module.css';
import { addressOfVulnerability, addressOfWeakness } from './references.ts';

function Outside({ href, children }: { href: string | null; children: ReactNode }) {
  if (!href) return children;
  return (
    <a href={href} className="link" target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function Vector({ text }: { text: string }) {
  return (
    <span className="mono">
      <Breakable text={text} />
    </span>
  );
}

function Lines({ children }: { children: ReactNode }) {
  return <div className={classes.lines}>{children}</div>;
}

function Fix({ finding: { fix, ticket, contact, fixedVersions, component } }: { finding: Finding }) {
  return (
    <Section title="Fix">
      <Padded>
        {fix && (
          <p className={classes.fix}>
            <TextLink to="/fixes/$fixId" params={{ fixId: fix.id }}>
              {fix.title}
            </TextLink>
          </p>
        )}
        {fix?.because && <p className={classes.fix}>{fix.because}</p>}
        {!fix && component && fixedVersions.length === 0 && (
          <p className={classes.fix}>
            There is no fix to ask for yet. It will be asked for when one appears.
          </p>
        )}
        <Facts
          facts={[
            [
              'Ticket',
              ticket && (
                <>
                  <TextLink to="/tickets/$ticketId" params={{ ticketId: ticket.key }}>
                    {ticket.key}
                  </TextLink>
                  {`, ${words(ticket.state)}`}
                </>
              ),
            ],
            [
              'Removes',
              fix && (
                <TextLink to="/findings" search={{ fix: fix.id }}>
                  {count(fix.openFindings, 'open finding')}
                </TextLink>
              ),
            ],
            ['Queue', contact.queue],
            ['Channel', contact.channel],
            ['On call', contact.oncall],
          ]}
        />
      </Padded>
    </Section>
  );
}

function Evidence({ finding }: { finding: Finding }) {
  return (
    <Section title="Known about it">
      <Padded>
        <Facts
          facts={[
            [
              'Known as',
              finding.vulnerabilities.length > 0 && (
                <Lines>
                  {finding.vulnerabilities.map((name) => (
                    <Outside key={name} href={addressOfVulnerability(name)}>
                      {name}
                    </Outside>
                  ))}
                </Lines>
              ),
            ],
            [
              'Exploited',
              finding.exploited ? 'yes, known to be' : finding.vulnerabilities.length > 0 && 'not known',
            ],
            ['EPSS', finding.epss !== null && `${percent(finding.epss)} in 30 days`],
            ['CVSS', finding.score?.toFixed(1)],
            ['Vector', finding.vectors[0] && <Vector text={finding.vectors[0]} />],
            [
              'Weakness',
              finding.rule.cwes.length > 0 && (
                <Lines>
                  {finding.rule.cwes.map((cwe) => (
                    <Outside key={cwe} href={addressOfWeakness(cwe)}>
                      CWE-{cwe}
                    </Outside>
                  ))}
                </Lines>
              ),
            ],
            [
              'Rule',
              <Outside key="rule" href={safeHref(finding.rule.url ?? '')}>
                {finding.rule.key}
              </Outside>,
            ],
            [
              'More',
              finding.rule.links.length > 0 && (
                <Lines>
                  {finding.rule.links.slice(0, 6).map((link) => (
                    <Outside key={link} href={safeHref(link)}>
                      <Breakable text={link.replace(/^https?:\/\//, '')} />
                    </Outside>
                  ))}
                </Lines>
              ),
            ],
          ]}
        />
      </Padded>
    </Section>
  );
}

/** What a person found has no rule and often no name in the public's lists. */
const saysMore = ({ finder, vulnerabilities, rule, score }: Finding) =>
  finder === null || vulnerabilities.length > 0 || rule.cwes.length > 0 || score !== null;

export function FindingSide({ finding }: { finding: Finding }) {
  return (
    <>
      <Fix finding={finding} />
      {saysMore(finding) && <Evidence finding={finding} />}
    </>
  );
}
