import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { systemsQuery } from '../../api/connections.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { abilitiesInWords } from './connection-words.ts';

const route = getRouteApi('/inside/connections/new');

/** Which system, then what it needs. */
export function NewConnectionPage() {
  const systems = useQuery(systemsQuery);
  const { system: chosen } = route.useSearch();
  const navigate = route.useNavigate();
  const select = (id: string | null) => void navigate({ search: { system: id ?? undefined }, replace: true });
  const opened = (key: string) => void navigate({ to: '/connections/$key', params: { key } });
  return (
    <Page
      title={t('Connect a system')}
      above={<TextLink to="/connections">{t('Connections')}</TextLink>}
      lead={t('To try it first: connect it with “In use” off, test it, then switch it on.')}
    >
      <Answered query={systems} waiting={<TableSkeleton rows={4} />}>
        {({ items }) => {
          const system = items.find(({ id }) => id === chosen);
          return (
            <>
              <Section title={t('Which system')}>
                <Padded>
                  <Select
                    aria-label={t('System')}
                    placeholder={t('Choose one')}
                    searchable
                    maw={420}
                    value={chosen ?? null}
                    onChange={select}
                    data={items.map(({ id, name, can }) => ({
                      value: id,
                      label: `${name}: ${abilitiesInWords(can)}`,
                    }))}
                  />
                </Padded>
              </Section>
              {system && (
                <Section title={system.name}>
                  <Padded>
                    <ConnectionForm key={system.id} system={system} saved={opened} />
                  </Padded>
                </Section>
              )}
            </>
          );
        }}
      </Answered>
    </Page>
  );
}
