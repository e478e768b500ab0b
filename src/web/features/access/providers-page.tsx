import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { providersQuery } from '../../api/identity-providers.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { IconPlus } from '../../ui/icons.ts';
import { Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState, TextSkeleton } from '../../ui/states.tsx';
import { ProviderCard } from './provider-card.tsx';
import { ProviderForm } from './provider-form.tsx';

/** Where people have their accounts already, and what their groups there give them here. */
export function ProvidersPage() {
  const providers = useQuery(providersQuery);
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title={t('Identity providers')}
      above={<TextLink to="/people">{t('People and tokens')}</TextLink>}
      lead={t(
        'People sign in with the account they have already; their groups give them roles here, and take them away.',
      )}
      actions={
        !adding && (
          <Button size="sm" leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
            {t('Add a provider')}
          </Button>
        )
      }
    >
      {adding && (
        <Section title={t('New identity provider')}>
          <Padded>
            <ProviderForm provider={null} close={() => setAdding(false)} />
          </Padded>
        </Section>
      )}
      <Answered query={providers} waiting={<TextSkeleton lines={5} />}>
        {({ items }) =>
          items.length === 0 && !adding ? (
            <EmptyState title={t('There is no identity provider yet.')}>
              {t(
                'Until there is, people get in by links, passkeys, or a password with a second step. Any OpenID Connect provider will do: Keycloak, Entra ID, Okta, Google …',
              )}
            </EmptyState>
          ) : (
            items.map((one) => <ProviderCard key={one.key} provider={one} />)
          )
        }
      </Answered>
    </Page>
  );
}
