import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium as engine, type Page } from 'playwright-core';

/**
 * Flags meant for a short-lived cloud function: one process for all pages dies with its first page, and a
 * browser without web security would not notice what ours must hold.
 */
const NOT_FOR_TESTS =
  /^--(single-process|no-zygote|disable-web-security|allow-running-insecure-content|headless|disable-site-isolation|in-process-gpu)/;

/**
 * Starts the browser that comes with the packages (headless, nothing to install). The caller closes it.
 * One per test file is enough: every page gets a context of its own.
 */
export async function openBrowser(): Promise<Browser> {
  return engine.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter((flag) => !NOT_FOR_TESTS.test(flag)),
    headless: true,
  });
}

export interface View {
  width: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  /** What the browser knows already: cookies of somebody who is signed in. */
  storageState?: BrowserContextOptions['storageState'];
  /** The moment the browser believes in; else the machine's. */
  now?: Date;
}

/** A page of its own (no cookies of others) in the size and colours asked for; UTC, so that dates agree. */
export async function openPage(browser: Browser, baseURL: string, view: View): Promise<Page> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: view.width, height: view.height ?? 900 },
    colorScheme: view.colorScheme ?? 'light',
    storageState: view.storageState,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  if (view.now) await page.clock.setFixedTime(view.now);
  return page;
}

/** Collects what a good page never has: script errors and refusals of the content security policy. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}
