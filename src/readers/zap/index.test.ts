import { expect, test } from 'vitest';
import { readWhole } from '../kit/read-whole.ts';
import { sourceOfBytes } from '../kit/source.ts';

const read = (report: string) =>
  readWhole(sourceOfBytes('zap', Buffer.from(report)), { hashSecret: (v) => v });

const escaped = (html: string) => html.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const instance = (uri: string) =>
  `<instance><uri>${uri}</uri><method>POST</method><param>q</param><attack>'&lt;x&gt;</attack><evidence>&lt;x&gt;</evidence></instance>`;
const alertOf = (parts: string) => `<alertitem><pluginid>40012</pluginid><alertRef>40012-1</alertRef>
  <alert>Reflected XSS</alert><name>Reflected XSS</name><riskdesc>High (Medium)</riskdesc>${parts}</alertitem>`;
const reportOf = (
  ...alerts: string[]
) => `<?xml version="1.0"?><OWASPZAPReport version="2.16.0" generated="x">
  <site name="https://shop.example.com" host="shop.example.com" port="443" ssl="true"><alerts>${alerts.join('')}</alerts></site></OWASPZAPReport>`;

const TYPICAL = alertOf(`<riskcode>3</riskcode><confidence>2</confidence>
  <desc>${escaped('<p>Input comes <b>back</b>.</p>')}</desc>
  <instances>${instance('https://shop.example.com/search')}${instance('https://shop.example.com/find')}</instances><count>7</count>
  <solution>${escaped('<p>Escape it.</p>')}</solution><otherinfo>${escaped('<p>In the title.</p>')}</otherinfo>
  <reference>${escaped('<p>https://a.example.com/x</p><p>https://b.example.com</p>')}</reference>
  <cweid>79</cweid><wascid>8</wascid><sourceid>1</sourceid>`);

test('one observation per alert of a site, whatever the number of instances', async () => {
  const { observations, rules, summary } = await read(reportOf(TYPICAL));
  expect(summary).toMatchObject({ reader: 'zap', tool: { name: 'ZAP', version: '2.16.0' }, observations: 1 });
  expect(observations[0]).toMatchObject({
    kind: 'web',
    rule: '40012-1',
    title: 'Reflected XSS',
    severity: 'high',
    severityTold: 'High',
    cwes: [79],
    web: { url: 'https://shop.example.com', evidence: '<x>' },
    references: ['https://a.example.com/x', 'https://b.example.com'],
    remediation: 'Escape it.',
    tags: ['WASC-8', 'confidence:medium'],
  });
  expect(rules).toMatchObject([{ id: '40012-1', description: 'Input comes **back**.', help: 'Escape it.' }]);
});

test('the message lists the instances and how many more there were', async () => {
  const { observations } = await read(reportOf(TYPICAL));
  expect(observations[0]?.message).toBe(
    [
      'In the title.\n',
      "- POST https://shop.example.com/search, parameter `q`, attack `'<x>`, evidence `<x>`",
      "- POST https://shop.example.com/find, parameter `q`, attack `'<x>`, evidence `<x>`",
      '- and 5 more',
    ].join('\n'),
  );
});

test('the place stays the same when other pages are hit', async () => {
  const placeOf = async (page: string) =>
    (await read(reportOf(alertOf(`<instances>${instance(`https://shop.example.com/${page}`)}</instances>`))))
      .observations[0]?.web?.url;
  expect(await placeOf('a')).toBe(await placeOf('b'));
});

test.each([
  ['3', 'high'],
  ['2', 'medium'],
  ['1', 'low'],
  ['0', 'info'],
])('risk code %s is %s', async (code, severity) => {
  const { observations } = await read(reportOf(alertOf(`<riskcode>${code}</riskcode>`)));
  expect(observations[0]?.severity).toBe(severity);
});

test('confidence 0 is a false positive', async () => {
  const { observations } = await read(reportOf(alertOf('<confidence>0</confidence>')));
  expect(observations[0]?.told?.state).toBe('false-positive');
});

test('the JSON form tells the same', async () => {
  const alert = {
    pluginid: '40012',
    alertRef: '40012-1',
    name: 'Reflected XSS',
    riskcode: '3',
    riskdesc: 'High (Medium)',
    confidence: '2',
  };
  const report = {
    '@programName': 'ZAP',
    '@version': '2.16.0',
    site: [{ '@name': 'https://shop.example.com', alerts: [alert] }],
  };
  const json = await read(JSON.stringify(report));
  const xml = await read(reportOf(alertOf('<riskcode>3</riskcode><confidence>2</confidence>')));
  expect(json.observations).toEqual(xml.observations);
  expect(json.observations[0]?.web?.url).toBe('https://shop.example.com');
});

test('a report without alerts is a scan that found nothing', async () => {
  const { summary } = await read(reportOf());
  expect(summary).toMatchObject({ reader: 'zap', observations: 0, failure: null });
});

test('a report that ends too early fails by that name', async () => {
  const { summary } = await read(reportOf(TYPICAL).slice(0, -30));
  expect(summary.failure?.code).toBe('LK-READ-TRUNCATED');
});
