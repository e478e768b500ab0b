import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Scan } from '../../../contract/scans.ts';
import { retryScan, scanQuery } from '../../api/scans.ts';
import { Answered } from '../../ui/answered.tsx';
import { Breakable } from '../../ui/breakable.tsx';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { Facts, Stat, Stats } from '../../ui/facts.tsx';
import { bytes, capitalised, number } from '../../ui/format.ts';
import { IconRefresh } from '../../ui/icons.ts';
import { Columns, Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { RelativeTime } from '../../ui/time.tsx';
import { WaitingHeading } from '../../ui/waiting-heading.tsx';
import { ScanState } from './scan-state.tsx';
import { asBefore, scanSentence } from './scan-words.ts';

const route = getRouteApi('/inside/scans/$scanId');
const column = columnsOf<Scan['diagnostics'][number]>();

const columns = column.columns([
  column.accessor('level', {
    header: 'Level',
    meta: { width: '96px', narrow: 'top' },
    cell: ({ getValue }) => capitalised(getValue()),
  }),
  column.accessor('message', { header: 'Remark', meta: { narrow: 'title' } }),
  column.accessor('where', {
    header: 'Where in the report',
    meta: { width: '24%' },
    cell: ({ getValue }) => (
      <span className="mono quiet">
        <Breakable text={getValue() ?? ''} />
      </span>
    ),
  }),
  column.accessor('code', {
    header: 'Code',
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
    <Section title="What stood in the way">
      <Padded>
        <Facts
          facts={[
            ['What', scan.error?.message],
            ['What to do', scan.error?.help],
            ['Code', scan.error && <span className="mono">{scan.error.code}</span>],
          ]}
        />
        <Button
          mt="md"
          variant="default"
          leftSection={<IconRefresh size={15} />}
          loading={retrying.isPending}
          onClick={() => retrying.mutate()}
        >
          Read it again
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
      <Stat name="New" value={number(delta.opened)} />
      <Stat name="Came back" value={number(delta.reopened)} />
      <Stat name="Fixed" value={number(delta.fixed)} />
      <Stat name="Moved" value={number(delta.moved)} />
      <Stat name="As before" value={number(asBefore(delta))} />
    </Stats>
  );
}

function Remarks({ diagnostics }: Pick<Scan, 'diagnostics'>) {
  return (
    <Section title="Remarks about the report">
      {diagnostics.length === 0 ? (
        <Padded>
          <span className="quiet">None: the report was read as it stands.</span>
        </Padded>
      ) : (
        <DataTable
          label="Remarks"
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
    <Section title="About">
      <Padded>
        <Facts
          facts={[
            ['State', <ScanState key="state" state={scan.state} />],
            ['Tool', scan.tool],
            [capitalised(scan.target.kind), <Breakable key="target" text={scan.target.key} />],
            ['Branch', scan.branch],
            ['Commit', scan.commit && <span className="mono">{scan.commit.slice(0, 12)}</span>],
            ['Category', scan.category],
            ['Coverage', scan.complete ? 'complete' : 'partial: what it does not name stays open'],
            ['Scanned', <RelativeTime key="scanned" at={scan.scannedAt} />],
            ['Received', <RelativeTime key="received" at={scan.receivedAt} />],
            ['Sent by', scan.submittedBy],
            ['File', scan.fileName && <span className="mono">{scan.fileName}</span>],
            ['Size', bytes(scan.bytes)],
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
      title={scan ? `Scan of ${scan.target.key}` : 'Scan'}
      heading={scan?.target.key ?? (query.isPending ? <WaitingHeading width={300} /> : 'Scan')}
      above={<TextLink to="/scans">Scans</TextLink>}
      lead={scan && scanSentence(scan)}
      actions={
        scan?.observations ? (
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/findings" search={{ scan: scan.id, state: 'all' }} {...props} />
            )}
          >
            Its findings
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
