import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LayeredImage, originsOf } from './base-images.ts';

const image = (key: string, ...layers: string[]): LayeredImage => ({ targetId: `id of ${key}`, key, layers });
const origins = (layers: string[], ...others: LayeredImage[]) =>
  Object.fromEntries([...originsOf(layers, others)].map(([layer, { key }]) => [layer, key]));

describe('originsOf', () => {
  it('gives a layer to the image that all of whose layers are here, and not all of them', () => {
    expect(origins(['os', 'app'], image('base', 'os'))).toEqual({ os: 'base' });
  });

  it('gives each layer to the smallest of several bases that has it', () => {
    const chain = [image('node', 'os', 'node'), image('debian', 'os')];
    expect(origins(['os', 'node', 'app'], ...chain)).toEqual({ os: 'debian', node: 'node' });
  });

  it('takes no sibling, no image that is built on this one, and no equal one for a base', () => {
    expect(origins(['os', 'app'], image('sibling', 'os', 'other'))).toEqual({});
    expect(origins(['os'], image('child', 'os', 'app'))).toEqual({});
    expect(origins(['os', 'app'], image('the same under another tag', 'app', 'os'))).toEqual({});
    expect(origins(['os'], image('nothing known'))).toEqual({});
    expect(origins([], image('base', 'os'))).toEqual({});
  });

  it('never makes two images each other\u2019s base, in whatever order they are given', () => {
    const layers = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 });
    fc.assert(
      fc.property(layers, layers, layers, (own, first, second) => {
        const [one, two] = [image('one', ...first), image('two', ...second)];
        expect(origins(own, one, two)).toEqual(origins(own, two, one));
        if (originsOf(own, [one]).size > 0) expect(originsOf(first, [image('own', ...own)]).size).toBe(0);
      }),
    );
  });
});
