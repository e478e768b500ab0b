import type { Connector } from '../connector.ts';
import { readLdap } from './read-ldap.ts';
import { type LdapSettings, ldapSettings } from './settings.ts';
import { testLdap } from './test-connection.ts';

/** OpenLDAP, Active Directory and others that speak LDAP version 3 (RFC 4510 to 4519). */
export const connector: Connector<LdapSettings> = {
  id: 'ldap',
  name: 'LDAP',
  homePage: 'https://www.rfc-editor.org/rfc/rfc4510',
  settings: ldapSettings,
  example: `url: ldaps://ldap.acme.example
bindDn: uid=reader,ou=accounts,dc=acme,dc=example
people: { base: 'ou=people,dc=acme,dc=example' }
teams: { base: 'ou=groups,dc=acme,dc=example' }
`,
  secrets: { password: 'Of the account that reads the directory; it need not be able to change anything' },
  test: testLdap,
  directory: ({ settings, secrets }) => ({
    newTeams: settings.newTeams,
    read: () => readLdap(settings, secrets['password'] ?? ''),
  }),
};
