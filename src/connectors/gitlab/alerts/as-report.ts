import type { AlertKind } from '../settings.ts';
import type { Vulnerability } from './query.ts';

/** Around the list: GitLab's own form of a report, which our readers read. */
export const before = (kind: AlertKind): string =>
  `{"version":"15.0.0","scan":{"type":"${kind}","scanner":{"name":"GitLab"}},"vulnerabilities":[`;
export const AFTER = ']}';

/**
 * A vulnerability as it stands in a report, and what people said of it. Source: the schemas of GitLab's security
 * reports, and `Vulnerability` of its GraphQL API.
 */
export function asReported(kind: AlertKind, one: Vulnerability) {
  const { severity, identifiers, links, webUrl } = one;
  return {
    id: one.uuid,
    category: kind,
    name: one.title,
    description: one.description,
    // `HIGH` there, `High` here.
    severity: severity && `${severity[0]}${severity.slice(1).toLowerCase()}`,
    solution: one.solution ?? undefined,
    discovered_at: one.detectedAt,
    identifiers: (identifiers ?? []).map(({ externalType, externalId, name, url }) => ({
      type: externalType,
      value: externalId,
      name,
      url,
    })),
    links: [...(links ?? []), { url: webUrl }].filter(({ url }) => url),
    location: placeOf(one.location),
    // GitLab keeps it as detected when a scan does not find it any more, and says so.
    state: one.resolvedOnDefaultBranch && one.state !== 'DISMISSED' ? 'resolved' : one.state.toLowerCase(),
    dismissal_reason: one.dismissalReason?.toLowerCase(),
    state_comment: one.stateComment,
  };
}

const placeOf = (place: Vulnerability['location']) =>
  place && {
    file: place.file,
    start_line: numberOf(place.startLine),
    end_line: numberOf(place.endLine),
    class: place.vulnerableClass,
    method: place.vulnerableMethod ?? place.requestMethod,
    dependency: place.dependency,
    image: place.image,
    operating_system: place.operatingSystem,
    hostname: place.hostname,
    path: place.path,
    param: place.param,
  };

/** Lines are texts there. */
const numberOf = (line: string | number | null | undefined): number | undefined =>
  line === null || line === undefined || line === '' ? undefined : Number(line);
