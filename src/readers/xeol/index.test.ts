import { expect, test } from 'vitest';
import { readFixture } from '../../../test/harness/fixtures.ts';

test('xeol: how urgent the end of life is follows from the day of the tool’s own data', async () => {
  const { observations } = await readFixture('xeol', 'typical.json');
  expect(observations).toMatchObject([
    {
      kind: 'dependency',
      rule: 'end-of-life',
      title: 'org.acme:web 2.0: end of life 2097-03-01',
      severity: 'critical',
      cwes: [1104],
      place: { path: 'app.jar' },
      component: { purl: 'pkg:maven/org.acme/web@2.0.4', layer: 'sha256:aa' },
    },
    { kind: 'container', severity: 'medium', severityTold: 'soon', component: { type: 'apk' } },
  ]);
});
