import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Scan } from '../../../contract/scans.ts';
import { retryScan, scanQuery } from '../../api/scans.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Breakable } from '../../ui/breakable.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Facts, Stat, Stats } from '../../ui/facts.tsx';
import { bytes, capitalised, number } from '../../ui/format.ts';
import { IconRefresh } from '../../ui/icons.ts';
import { Columns, Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { ScanState } from './scan-state.tsx';
import { asBefore, scanSentence } from './scan-words.ts';

const route = getRouteApi('/inside/scans/$scanId');
const column = columnsOf<Scan['diagnostics'][number]>();

const columns = column.columns([
  column.accessor('level', {
    header: t('Level'),
    meta: { width: '96px', narrow: 'top' },
    cell: ({ getValue }) => capitalised(getValue()),
  }),
  column.accessor('message', { header: t('Remark'), meta: { narrow: 'title' } }),
  column.accessor('where', {
    header: t('Where in the report'),
    meta: { width: '24%' },
    cell: ({ getValue }) => (
      <span className="mono quiet">
        <Breakable text={getValue() ?? ''} />
      </span>
    ),
  }),
  column.accessor('code', {
    header: t('Code'),
    meta: { width: '190px' },
    cell: ({ getValue }) => <span className="mono quiet">{getValue()}</span>,
  }),
]);

function Failed({ scan }: { scan: Scan }) {
  const queries = useQueryClient();
  const retrying = useMutation({
    mutationFn: () => retryScan(scan.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['scans'] }),
  });
  if (scan.state !== 'failed') return null;
  return (
    <Section title={t('What stood in the way')}>
      <Padded>
        <Facts
          facts={[
            [t('What'), scan.error?.message],
            [t('What to do'), scan.error?.help],
            [t('Code'), scan.error && <span className="mono">{scan.error.code}</span>],
          ]}
        />
        <Button
          mt="md"
          variant="default"
          leftSection={<IconRefresh size={15} />}
          loading={retrying.isPending}
          onClick={() => retrying.mutate()}
        >
          {t('Read it again')}
        </Button>
        {retrying.error && <ProblemState error={retrying.error} />}
      </Padded>
    </Section>
  );
}

function Delta({ delta }: Pick<Scan, 'delta'>) {
  if (!delta) return null;
  return (
    <Stats>
      <Stat name={t('New')} value={number(delta.opened)} />
      <Stat name={t('Came back')} value={number(delta.reopened)} />
      <Stat name={t('Fixed')} value={number(delta.fixed)} />
      <Stat name={t('Moved')} value={number(delta.moved)} />
      <Stat name={t('As before')} value={number(asBefore(delta))} />
    </Stats>
  );
}

function Remarks({ diagnostics }: Pick<Scan, 'diagnostics'>) {
  return (
    <Section title={t('Remarks about the report')}>
      {diagnostics.length === 0 ? (
        <Padded>
          <span className="quiet">{t('None: the report was read as it stands.')}</span>
        </Padded>
      ) : (
        <DataTable
          label={t('Remarks')}
          columns={columns}
          rows={diagnostics}
          rowKey={({ code, where, message }) => `${code} ${where} ${message}`}
        />
      )}
    </Section>
  );
}

function About({ scan }: { scan: Scan }) {
  return (
    <Section title={t('About')}>
      <Padded>
        <Facts
          facts={[
            [t('State'), <ScanState key="state" state={scan.state} />],
            [t('Tool'), scan.tool],
            [capitalised(scan.target.kind), <Breakable key="target" text={scan.target.key} />],
            [t('Branch'), scan.branch],
            [t('Commit'), scan.commit && <span className="mono">{scan.commit.slice(0, 12)}</span>],
            [t('Category'), scan.category],
            [t('Coverage'), scan.complete ? 'complete' : t('partial: what it does not name stays open')],
            [t('Scanned'), <RelativeTime key="scanned" at={scan.scannedAt} />],
            [t('Received'), <RelativeTime key="received" at={scan.receivedAt} />],
            [t('Sent by'), scan.submittedBy],
            [t('File'), scan.fileName && <span className="mono">{scan.fileName}</span>],
            [t('Size'), bytes(scan.bytes)],
          ]}
        />
      </Padded>
    </Section>
  );
}

export function ScanPage() {
  const { scanId } = route.useParams();
  const query = useQuery(scanQuery(scanId));
  const scan = query.data;
  return (
    <Page
      title={scan ? t('Scan of {key}', { key: scan.target.key }) : t('Scan')}
      heading={scan?.target.key ?? (query.isPending ? <WaitingHeading width={300} /> : t('Scan'))}
      above={<TextLink to="/scans">{t('Scans')}</TextLink>}
      lead={scan && scanSentence(scan)}
      actions={
        scan?.observations ? (
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/findings" search={{ scan: scan.id, state: 'all' }} {...props} />
            )}
          >
            {t('Its findings')}
          </Button>
        ) : undefined
      }
    >
      <Answered query={query} waiting={<TableSkeleton rows={6} />}>
        {(known) => (
          <>
            <Delta delta={known.delta} />
            <Columns
              main={
                <>
                  <Failed scan={known} />
                  <Remarks diagnostics={known.diagnostics} />
                </>
              }
              side={<About scan={known} />}
            />
          </>
        )}
      </Answered>
    </Page>
  );
}
