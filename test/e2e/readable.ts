import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Opens a page whole and expects that all can read it: nothing that axe names, nothing wider than the window;
 * in light and dark, wide and narrow.
 */
export async function expectReadable(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(isComplete).catch(async (cause) => {
    const waiting = await page.evaluate(
      () => document.querySelector('.mantine-Skeleton-root')?.parentElement?.outerHTML,
    );
    throw new Error(`${path} is not complete: ${waiting ?? 'no heading'}`, { cause });
  });
  await page.evaluate(axe.source);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of FORMS[width]!) {
      await page.emulateMedia({ colorScheme });
      // In the dark only the colours are others.
      const rules = colorScheme === 'dark' ? ['color-contrast'] : null;
      expect(await page.evaluate(violationsOf, rules), `${path} ${width} ${colorScheme}`).toEqual([]);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${path} ${width} wide`).toBeLessThanOrEqual(0);
  }
}

/** By day each width and each scheme once; all four with FULL=1. */
const FORMS: Record<number, readonly ('light' | 'dark')[]> = process.env['FULL']
  ? { 1440: ['light', 'dark'], 390: ['light', 'dark'] }
  : { 1440: ['light'], 390: ['dark'] };

/** Runs in the page: everything asked for has come. */
const isComplete = () =>
  document.querySelector('main h1') !== null && document.querySelector('.mantine-Skeleton-root') === null;

interface Axe {
  run(
    options: object,
  ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
}

/** Runs in the page, after its colours have settled. */
async function violationsOf(rules: string[] | null): Promise<string[]> {
  // The page hears of another scheme first, then its colours begin to change.
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  await Promise.all(document.getAnimations().map(({ finished }) => finished));
  const { axe } = globalThis as unknown as { axe: Axe };
  const { violations } = await axe.run(rules ? { runOnly: rules } : {});
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}
