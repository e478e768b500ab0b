import type { ReactNode } from 'react';
import type { Finding } from '../../../contract/findings.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { Facts } from '../../ui/facts.tsx';
import { percent, words } from '../../ui/format.ts';
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
    <Section title={t('Fix')}>
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
            {t('There is no fix to ask for yet. It will be asked for when one appears.')}
          </p>
        )}
        <Facts
          facts={[
            [
              t('Ticket'),
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
              t('Removes'),
              fix && (
                <TextLink to="/findings" search={{ fix: fix.id }}>
                  {t('{openFindings, plural, one {# open finding} other {# open findings}}', {
                    openFindings: fix.openFindings,
                  })}
                </TextLink>
              ),
            ],
            [t('Queue'), contact.queue],
            [t('Channel'), contact.channel],
            [t('On call'), contact.oncall],
          ]}
        />
      </Padded>
    </Section>
  );
}

function Evidence({ finding }: { finding: Finding }) {
  return (
    <Section title={t('Known about it')}>
      <Padded>
        <Facts
          facts={[
            [
              t('Known as'),
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
              t('Exploited'),
              finding.exploited
                ? t('yes, known to be')
                : finding.vulnerabilities.length > 0 && t('not known'),
            ],
            ['EPSS', finding.epss !== null && t('{epss} in 30 days', { epss: percent(finding.epss) })],
            ['CVSS', finding.score?.toFixed(1)],
            [t('Vector'), finding.vectors[0] && <Vector text={finding.vectors[0]} />],
            [
              t('Weakness'),
              finding.rule.cwes.length > 0 && (
                <Lines>
                  {finding.rule.cwes.map((cwe) => (
                    <Outside key={cwe} href={addressOfWeakness(cwe)}>
                      {t('CWE-{cwe}', { cwe })}
                    </Outside>
                  ))}
                </Lines>
              ),
            ],
            [
              t('Rule'),
              <Outside key="rule" href={safeHref(finding.rule.url ?? '')}>
                {finding.rule.key}
              </Outside>,
            ],
            [
              t('More'),
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
