import { Checkbox, Radio, Select } from '@mantine/core';
import type { ExceptionScope } from '../../../contract/exceptions.ts';
import { t } from '../../texts/t.ts';
import classes from './ask-dialog.module.css';
import { foldersOf } from './exception-words.ts';

/** What can be let off from where the reader stands. */
export interface Askable {
  finding: string | null;
  fix: string | null;
  /** Where the finding's rule could be let off in a folder of its repository. */
  rule: { key: string; path: string | null } | null;
  component: { name: string; version: string | null; vulnerabilities: string[] } | null;
}

interface Props extends Askable {
  /** A duplicate is always one finding. */
  single: boolean;
  scope: ExceptionScope;
  setScope: (scope: ExceptionScope) => void;
}

/** The least that can be asked for: this finding, or this fix. */
export const firstScope = ({ finding, fix }: Askable): ExceptionScope =>
  finding === null ? { of: 'fix', fix: fix ?? '' } : { of: 'finding', finding };

export function ScopeChoice({ single, scope, setScope, finding, fix, rule, component }: Props) {
  if (finding === null || single) return null;
  const choose = (of: string) => {
    if (of === 'fix' && fix) setScope({ of, fix });
    if (of === 'finding') setScope({ of, finding });
    if (of === 'rule') setScope({ of, finding, path: rule?.path ?? '' });
    if (of === 'package') setScope({ of, finding });
  };
  return (
    <Radio.Group label={t('What should it cover?')} value={scope.of} onChange={choose}>
      <div className={classes.choices}>
        <Radio value="finding" label={t('This finding')} />
        {fix && <Radio value="fix" label={t('Everything that its fix removes, also later')} />}
        {rule && <Radio value="rule" label={t('This rule in a file or folder, also later')} />}
        {scope.of === 'rule' && rule && <RulePlace scope={scope} setScope={setScope} path={rule.path} />}
        {component && <Radio value="package" label={t('This package wherever we use it, also later')} />}
        {scope.of === 'package' && component && (
          <PackageParts scope={scope} setScope={setScope} component={component} />
        )}
      </div>
    </Radio.Group>
  );
}

interface OfScope<Of extends ExceptionScope['of']> {
  scope: Extract<ExceptionScope, { of: Of }>;
  setScope: (scope: ExceptionScope) => void;
}

function RulePlace({ scope, setScope, path }: OfScope<'rule'> & { path: string | null }) {
  return (
    <div className={classes.more}>
      <Select
        label={t('Where')}
        allowDeselect={false}
        data={foldersOf(path).map((folder) => ({
          value: folder,
          label: folder || t('the whole repository'),
        }))}
        value={scope.path ?? ''}
        onChange={(folder) => setScope({ ...scope, path: folder ?? '' })}
      />
      <OwnOnly scope={scope} setScope={setScope} />
    </div>
  );
}

function PackageParts({
  scope,
  setScope,
  component: { version, vulnerabilities },
}: OfScope<'package'> & { component: NonNullable<Askable['component']> }) {
  return (
    <div className={classes.more}>
      {vulnerabilities.length > 1 && (
        <Select
          label={t('Vulnerability')}
          allowDeselect={false}
          data={vulnerabilities}
          value={scope.vulnerability ?? vulnerabilities[0] ?? null}
          onChange={(name) => setScope({ ...scope, vulnerability: name ?? undefined })}
        />
      )}
      {version !== null && (
        <Checkbox
          label={t('Only in version {version}', { version })}
          checked={scope.versions != null}
          onChange={(event) =>
            setScope({ ...scope, versions: event.currentTarget.checked ? [version] : null })
          }
        />
      )}
      <OwnOnly scope={scope} setScope={setScope} />
    </div>
  );
}

/** What other teams own needs security's word. */
function OwnOnly({ scope, setScope }: OfScope<'rule' | 'package'>) {
  return (
    <Checkbox
      label={t('Only where this team owns it')}
      checked={scope.ownTeamOnly ?? false}
      onChange={(event) => setScope({ ...scope, ownTeamOnly: event.currentTarget.checked })}
    />
  );
}
