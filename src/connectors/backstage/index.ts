import type { Connector } from '../connector.ts';
import { catalogOf } from './catalog.ts';
import { readBackstage } from './read-backstage.ts';
import { type BackstageSettings, backstageSettings } from './settings.ts';
import { testBackstage } from './test-connection.ts';

/** People and groups of a Backstage software catalog. Source: "Software Catalog API", "Descriptor Format". */
export const connector: Connector<BackstageSettings> = {
  id: 'backstage',
  name: 'Backstage',
  homePage: 'https://backstage.io/docs/features/software-catalog/software-catalog-api',
  settings: backstageSettings,
  example: `url: https://backstage.acme.example:7007
teamTypes: [team]
`,
  secrets: {
    token: 'A static token of backend.auth.externalAccess in app-config.yaml, which may read the catalog',
  },
  test: testBackstage,
  directory(context) {
    const { settings } = context;
    return {
      newTeams: settings.newTeams,
      // What is missing is told by the first question, as every other error is.
      read: async function* () {
        yield* readBackstage(catalogOf(context), settings);
      },
    };
  },
};
