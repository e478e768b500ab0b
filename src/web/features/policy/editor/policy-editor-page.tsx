import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import type { CheckedPolicy } from '../../../../contract/policy-versions.ts';
import { checkADocument, taggedPolicyQuery, versionQuery } from '../../../api/policy.ts';
import { policySchemaQuery } from '../../../api/policy-schema.ts';
import { t } from '../../../texts/t.ts';
import { Answered } from '../../../ui/answered.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { TextLink } from '../../../ui/row-link.tsx';
import { EmptyState, TextSkeleton } from '../../../ui/states.tsx';
import { mayChangePolicy } from '../may-change.ts';
import { BacktestPanel } from './backtest-panel.tsx';
import { DifferenceView } from './difference-view.tsx';
import classes from './editor.module.css';
import { SaveDraft } from './save-draft.tsx';
import { YamlEditor } from './yaml-editor.tsx';

const inside = getRouteApi('/inside');
const route = getRouteApi('/inside/policy/edit');

function stateWords(checked: CheckedPolicy | null): string {
  if (!checked) return t('Checking …');
  if (!checked.valid)
    return t('{count, plural, one {# problem} other {# problems}} to correct', {
      count: checked.problems.length,
    });
  return checked.warnings.length > 0
    ? t('It can be used; {count, plural, one {# warning} other {# warnings}}', {
        count: checked.warnings.length,
      })
    : t('It can be used');
}

function Problems({ checked }: { checked: CheckedPolicy | null }) {
  const told = checked ? [...checked.problems, ...checked.warnings] : [];
  if (told.length === 0) return null;
  return (
    <ul className={classes.problems} aria-label={t('What the check says')}>
      {told.slice(0, 20).map(({ line, column, message }) => (
        <li key={`${line}:${column}:${message}`}>
          <span className="mono quiet">
            {line}:{column}
          </span>{' '}
          {message}
        </li>
      ))}
    </ul>
  );
}

interface WorkProps {
  from: { version: number; document: string };
  active: { version: number; document: string };
  etag: string | undefined;
}

function Work({ from, active, etag }: WorkProps) {
  const schema = useQuery(policySchemaQuery);
  const [text, setText] = useState(from.document);
  const [shown, setShown] = useState<'edit' | 'difference'>('edit');
  const [checked, setChecked] = useState<CheckedPolicy | null>(null);
  const check = useCallback(async (document: string) => {
    const answer = await checkADocument(document);
    setChecked(answer);
    return answer;
  }, []);
  const usable = checked?.valid === true;
  return (
    <>
      <Section title={t('The document')} silent>
        <div className={classes.bar}>
          <SegmentedControl
            size="xs"
            aria-label={t('What to show')}
            value={shown}
            onChange={(value) => setShown(value as 'edit' | 'difference')}
            data={[
              { value: 'edit', label: t('Edit') },
              { value: 'difference', label: t('What differs') },
            ]}
          />
          <span className={classes.state} role="status">
            {stateWords(checked)}
          </span>
        </div>
        <div className={classes.editor} hidden={shown !== 'edit'}>
          {schema.isPending ? (
            <TextSkeleton lines={12} />
          ) : (
            <YamlEditor
              initial={from.document}
              schema={schema.data ?? null}
              check={check}
              onChange={setText}
            />
          )}
        </div>
        {shown === 'difference' && (
          <div className={classes.editor}>
            <DifferenceView before={active.document} after={text} />
          </div>
        )}
        <Problems checked={checked} />
      </Section>
      <BacktestPanel document={text} usable={usable} />
      <SaveDraft document={text} basedOn={from.version} etag={etag} usable={usable} />
    </>
  );
}

/** Where a draft is written, checked, tried over what is open, and saved. */
export function PolicyEditorPage() {
  const { me } = inside.useRouteContext();
  const { from } = route.useSearch();
  const active = useQuery({ ...taggedPolicyQuery, refetchOnWindowFocus: false });
  const start = from ?? active.data?.data.version;
  const version = useQuery({ ...versionQuery(start ?? 0), enabled: start !== undefined });
  const query = {
    data: active.data && version.data,
    error: active.error ?? version.error,
    refetch: version.refetch,
  };
  if (!mayChangePolicy(me.roles))
    return (
      <Page title={t('Edit the policy')} above={<TextLink to="/policy">{t('Policy')}</TextLink>}>
        <EmptyState title={t('The policy is changed by people with the role security or admin.')}>
          {t('You can read it as it is. If a rule does you wrong, tell security why.')}
        </EmptyState>
      </Page>
    );
  return (
    <Page
      title={t('Edit the policy')}
      above={<TextLink to="/policy">{t('Policy')}</TextLink>}
      lead={t(
        'Write, look at what it would change, then save it as a draft. Nothing changes before somebody activates it.',
      )}
    >
      <Answered query={query} waiting={<TextSkeleton lines={12} />}>
        {(data) =>
          active.data && (
            <Work key={data.version} from={data} active={active.data.data} etag={active.data.etag} />
          )
        }
      </Answered>
    </Page>
  );
}
