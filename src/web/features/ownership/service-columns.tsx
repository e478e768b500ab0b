import type { CoveredService } from '../../../contract/coverage.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { number } from '../../ui/format.ts';
import { TextLink } from '../../ui/row-link.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { healthOf } from './service-words.ts';

const column = columnsOf<CoveredService>();

function Name({ service: { repository, folder, name } }: { service: CoveredService }) {
  const path = folder === '' ? repository : `${repository}/${folder}`;
  return (
    <>
      <TextLink
        to="/ownership"
        search={{ where: repository, ...(folder !== '' && { path: `${folder}/` }) }}
        hash="whose"
      >
        <Breakable text={path} />
      </TextLink>
      <div className="quiet">
        {name && name !== path.split('/').at(-1) && `${name} · `}
        <TextLink to="/standard" search={{ repository, ...(folder !== '' && { folder }) }}>
          {t('its standard')}
        </TextLink>
      </div>
    </>
  );
}

const where = column.display({
  id: 'name',
  header: t('Where'),
  meta: { narrow: 'title' },
  cell: ({ row: { original } }) => <Name service={original} />,
});

const owner = column.display({
  id: 'owner',
  header: t('Owner'),
  meta: { width: '24%', narrowLabel: t('owner') },
  cell: ({ row: { original: service } }) =>
    service.unowned ? (
      <span className="quiet">{t('nobody; {name} takes care', { name: service.team.name })}</span>
    ) : (
      <>
        <TextLink to="/teams/$teamKey" params={{ teamKey: service.team.key }}>
          {service.team.name}
        </TextLink>
        <div className="quiet">{service.source}</div>
      </>
    ),
});

const descriptor = column.display({
  id: 'descriptor',
  header: t('Descriptor'),
  meta: { width: '30%', narrowLabel: t('descriptor') },
  cell: ({ row: { original: service } }) => <span>{healthOf(service)}</span>,
});

const openFindings = column.accessor('openFindings', {
  header: t('Open findings'),
  meta: { width: '120px', align: 'end', narrowLabel: t('open findings') },
  cell: ({ row: { original: service }, getValue }) =>
    getValue() === 0 ? (
      <span className="quiet">0</span>
    ) : (
      <TextLink to="/findings" search={{ repository: service.repository }}>
        {number(getValue())}
      </TextLink>
    ),
});

export const serviceColumns = column.columns([where, owner, descriptor, openFindings]);
/** On the team's own page it need not be named. */
export const teamServiceColumns = column.columns([where, descriptor, openFindings]);
