import type { Finding } from '../../../contract/findings.ts';
import { t } from '../../texts/t.ts';
import { Facts } from '../../ui/facts.tsx';
import { capitalised, listed } from '../../ui/format.ts';
import { safeHref } from '../../ui/markdown-inline.ts';
import { Padded, Section } from '../../ui/page.tsx';
import classes from './finding-where.module.css';
import { packageOf } from './place.ts';

/** The flagged lines with their numbers, as the report shows them. */
function Code({ snippet, from }: { snippet: string; from: number | null }) {
  const lines = snippet.replace(/\n$/, '').split('\n');
  return (
    <pre className={classes.code}>
      {lines.map((line, index) => {
        const number = from === null ? '' : String(from + index);
        return (
          <span key={`${number}:${line}`} className={classes.line}>
            <span className={classes.number} aria-hidden="true">
              {number}
            </span>
            {line}
            {'\n'}
          </span>
        );
      })}
    </pre>
  );
}

function FixedIn({ versions }: { versions: string[] }) {
  if (versions.length === 0) return <span className="quiet">{t('no fixed version is known yet')}</span>;
  return <span className="mono">{listed(versions)}</span>;
}

function Package({ finding }: { finding: Finding }) {
  if (!finding.component) return null;
  const { name, ecosystem } = packageOf(finding.component);
  return (
    <Facts
      facts={[
        [
          t('Package'),
          <span key="package" className="mono">
            {name}
          </span>,
        ],
        [t('Ecosystem'), ecosystem],
        [t('Installed'), finding.version && <span className="mono">{finding.version}</span>],
        [t('Fixed in'), <FixedIn key="fixed" versions={finding.fixedVersions} />],
        [t('Named in'), finding.path && <span className="mono">{finding.path}</span>],
      ]}
    />
  );
}

function Address({ url }: { url: string }) {
  const href = safeHref(url);
  if (!href) return <span className="mono">{url}</span>;
  return (
    <a href={href} className="link mono" target="_blank" rel="noopener noreferrer nofollow">
      {url}
    </a>
  );
}

function Web({ web }: { web: NonNullable<Finding['web']> }) {
  return (
    <Facts
      facts={[
        [t('Method'), web.method],
        ['URL', <Address key="url" url={web.url} />],
        [t('Parameter'), web.parameter && <span className="mono">{web.parameter}</span>],
        [t('Evidence'), web.evidence && <span className="mono">{web.evidence}</span>],
      ]}
    />
  );
}

const lastLineOf = ({ startLine, endLine }: Finding) =>
  endLine !== null && endLine !== startLine ? `–${endLine}` : '';

/** The place itself: package, lines of code, address or resource; whatever the finding has. */
export function FindingWhere({ finding }: { finding: Finding }) {
  const { component, path, snippet, web, resource, startLine } = finding;
  const file = !component && path;
  if (!component && !path && !snippet && !web && !resource) return null;
  return (
    <Section
      title={t('Where')}
      note={finding.target.kind === 'repository' ? undefined : capitalised(finding.target.kind)}
    >
      {file && (
        <div className={classes.file}>
          {path}
          {startLine !== null && `:${startLine}${lastLineOf(finding)}`}
        </div>
      )}
      {snippet && <Code snippet={snippet} from={startLine} />}
      {(component || web || resource) && (
        <Padded>
          <Package finding={finding} />
          {web && <Web web={web} />}
          {resource && (
            <Facts
              facts={Object.entries(resource).map(([name, value]) => [capitalised(name), value] as const)}
            />
          )}
        </Padded>
      )}
    </Section>
  );
}
