import { describe, expect, it } from 'vitest';
import { feedSources, provenanceOf } from './feed-sources.ts';

describe('further catalogues', () => {
  it('are named, each with a file or a URL', () => {
    expect(
      feedSources({
        LANEKEEPER_KEV: 'kev.json',
        LANEKEEPER_KEV_MORE: 'house=/srv/ours.csv; vendor = https://feeds.example/kev?a=b ;',
        LANEKEEPER_SSVC: 'ssvc.zip',
      }),
    ).toEqual([
      { name: 'kev', source: 'kev.json' },
      { name: 'kev:house', source: '/srv/ours.csv' },
      { name: 'kev:vendor', source: 'https://feeds.example/kev?a=b' },
      { name: 'ssvc', source: 'ssvc.zip' },
    ]);
  });

  it.each(['/srv/ours.csv', 'Our List=x', 'house=', '=x', 'cisa=x', 'a=x;a=y'])(
    'written as %s are refused at start',
    (text) => {
      expect(() => feedSources({ LANEKEEPER_KEV_MORE: text })).toThrow(/LANEKEEPER_KEV_MORE/);
    },
  );
});

it('a value names its source with version and day', () => {
  const day = new Date('2026-09-29T12:00:00Z');
  expect(provenanceOf('epss', 'v2026.06.15', day)).toBe('EPSS v2026.06.15 of 2026-09-29');
  expect(provenanceOf('kev', '2026.09.30', day)).toBe('CISA KEV 2026.09.30');
  expect(provenanceOf('kev', null, day)).toBe('CISA KEV of 2026-09-29');
  expect(provenanceOf('kev:house', null, day)).toBe('KEV by house of 2026-09-29');
  expect(provenanceOf('ssvc', null, day)).toBe('CISA Vulnrichment SSVC of 2026-09-29');
});
