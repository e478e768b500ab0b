import type { Observation } from '../../kernel/observation.ts';
import { packageOf } from '../findings/pure.ts';
import type { Found } from '../ownership/pure.ts';

/** What of an observation says whose it is. @param all false: everything lies on a path of its repository */
export const foundOf = ({ kind, place, resource, web, component }: Observation, all: boolean): Found =>
  all
    ? {
        kind,
        path: place.path ?? null,
        resource,
        url: web?.url,
        package: component && packageOf(component),
      }
    : { kind, path: place.path ?? null };
