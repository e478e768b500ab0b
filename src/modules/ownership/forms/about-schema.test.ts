import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ABOUT_LIMITS, readYaml } from '../../organisation/pure.ts';
import { aboutSchema } from './about-schema.ts';
import { readDescriptor } from './forms.ts';

interface Node {
  description?: string;
  properties?: Record<string, Node>;
  items?: Node;
  additionalProperties?: unknown;
}

function undescribed(node: Node, path: string): string[] {
  const children = Object.entries(node.properties ?? {}).map(
    ([key, child]) => [`${path}.${key}`, child] as const,
  );
  return [
    ...children.flatMap(([name, child]) => (child.description ? [] : [name])),
    ...children.flatMap(([name, child]) => undescribed(child, name)),
    ...(node.items ? undescribed(node.items, `${path}[]`) : []),
  ];
}

describe('the JSON Schema of about.yaml', () => {
  const schema = aboutSchema();

  it('asks for two keys and lets a slip of the pen show', () => {
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      required: ['apiVersion', 'owner'],
      additionalProperties: false,
    });
  });

  it('explains every key to whoever writes one', () => {
    expect(undescribed(schema as Node, 'about')).toEqual([]);
  });

  it('has no pattern that engines without Unicode classes read as another', () => {
    expect(JSON.stringify(schema)).not.toMatch(/\\\\p\{/);
  });

  it('says the same of a file as reading does', () => {
    const editor = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    const good = {
      apiVersion: 'lanekeeper.dev/v1',
      owner: 'a',
      paths: [{ match: 'x', owner: 'b' }],
      tier: 1,
    };
    const own = readYaml('about.yaml', readFileSync('about.yaml', 'utf8'), ABOUT_LIMITS).trees[0]?.value;
    const files = [
      good,
      own,
      { ...good, owner: undefined },
      { ...good, tier: 9 },
      { ...good, ownr: 'a' },
      { ...good, title: 'a\nb' },
      { ...good, paths: [{}] },
      { ...good, reviewed: '2026-02-30' },
    ];
    const editors = files.map((file) => editor.safeParse(JSON.parse(JSON.stringify(file))).success);
    expect(editors).toEqual([true, true, false, false, false, false, false, false]);
    const read = files.map(
      (file) => readDescriptor('about.yaml', JSON.stringify(file)).problems.length === 0,
    );
    expect(read).toEqual(editors);
  });
});
