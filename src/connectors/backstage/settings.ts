import { z } from 'zod';
import { webAddressWithPath } from '../kit/web-address.ts';

/** What a person states about a connection to Backstage. */
export const backstageSettings = z.strictObject({
  /** Of the backend (`backend.baseUrl` in app-config.yaml); the catalog is below `/api/catalog`. */
  url: webAddressWithPath,
  /** Groups of these types are teams (`spec.type`); none: all of them. */
  teamTypes: z.array(z.string().min(1).max(100)).max(50).default(['team']),
  /** A team that nobody else names becomes one of ours. */
  newTeams: z.boolean().default(true),
});

export type BackstageSettings = z.infer<typeof backstageSettings>;
