import { Button } from '@mantine/core';
import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import { useState } from 'react';
import type { OwnPasskey, Security } from '../../../contract/sign-in.ts';
import { removePasskey } from '../../api/security.ts';
import { makePasskey } from '../../api/sign-in.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './security.module.css';
import { useSecurityChange } from './use-security-change.ts';

const column = columnsOf<OwnPasskey>();
const columns = column.columns([
  column.accessor('name', { header: t('Passkey'), meta: { narrow: 'title' } }),
  column.accessor('lastUsedAt', {
    header: t('Last used'),
    meta: { width: '160px', narrowLabel: t('used') },
    cell: ({ getValue }) => {
      const at = getValue();
      return at ? <RelativeTime at={at} /> : <span className="quiet">{t('not yet')}</span>;
    },
  }),
  column.display({
    id: 'remove',
    header: t('Remove'),
    meta: { width: '110px', align: 'end', narrow: 'top' },
    cell: ({ row: { original } }) => <Remove passkey={original} />,
  }),
]);

/** Asks once more: the passkey on the device stays, and opens nothing. */
function Remove({ passkey }: { passkey: OwnPasskey }) {
  const [sure, setSure] = useState(false);
  const removing = useSecurityChange(() => removePasskey(passkey.id));
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={t('Remove {name}', { name: passkey.name })}
      loading={removing.isPending}
      onClick={() => (sure ? removing.mutate() : setSure(true))}
      onBlur={() => setSure(false)}
      title={removing.error ? removing.error.message : undefined}
    >
      {removing.error ? t('Not removed') : sure ? t('Yes, remove') : t('Remove')}
    </Button>
  );
}

export function OwnPasskeys({ known }: { known: Security }) {
  const adding = useSecurityChange(() => makePasskey('me'));
  const { passkeys, mayChange } = known;
  return (
    <Section
      title={t('Passkeys')}
      note={t('Your device shows that it is you; nothing to remember or to type')}
    >
      {passkeys.length > 0 && (
        <DataTable label={t('Passkeys')} columns={columns} rows={passkeys} rowKey={({ id }) => id} />
      )}
      <Padded>
        <div className={classes.state}>
          <span className={classes.words}>
            {browserSupportsWebAuthn()
              ? t('A passkey is enough to sign in, and cannot be guessed or passed on by mistake.')
              : t('This browser makes no passkeys here; that needs https and a host name.')}
          </span>
          {browserSupportsWebAuthn() && (
            <Button
              size="sm"
              disabled={!mayChange}
              loading={adding.isPending}
              onClick={() => adding.mutate()}
            >
              {t('Add a passkey')}
            </Button>
          )}
        </div>
        {adding.error && <ProblemState error={adding.error} />}
      </Padded>
    </Section>
  );
}
