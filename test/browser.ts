/** A real browser for tests, out of a package. Pages must work without a script, so scripts are off. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

/** The sizes at which pages are looked at: a desk, and the narrowest telephone of WCAG's reflow rule. */
export const WIDTHS = [1280, 320] as const

/** A browser of its own for one test file, closed when its tests end. */
export async function openBrowser(): Promise<Browser> {
  // The package unpacks the browser into TMPDIR; test files that run at once must not share the folder.
  const folder = await mkdtemp(join(tmpdir(), 'family-hub-browser-'))
  process.env['TMPDIR'] = folder
  const { default: packaged } = await import('@sparticuz/chromium')
  // Not the package's own arguments: they switch off web security, and one process for all dies with a context.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  const browser = await chromium.launch({
    executablePath: await packaged.executablePath(),
    args,
    headless: true,
  })
  after(async () => {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  })
  return browser
}

/** A person at a desk: cookies of their own, no script. Whatever the browser blocks or reports is collected. */
export async function openContext(
  browser: Browser,
  baseURL: string,
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false })
  const page = await context.newPage()
  const complaints: string[] = []
  // A status of 400 or more is an answer, which the test asserts; what is refused or missing is a complaint.
  page.on('console', message => {
    if (!message.text().startsWith('Failed to load resource')) complaints.push(message.text())
  })
  page.on('requestfailed', request => complaints.push(`${request.url()} ${request.failure()?.errorText}`))
  return { context, page, complaints }
}

/**
 * What is wrong with the page that is shown: violations that axe finds, and sideways scrolling, at both widths.
 * Axe needs a script of its own, so it looks at the same markup in a second context.
 */
export async function findFaults(page: Page): Promise<string[]> {
  const browser = page.context().browser()
  if (!browser) throw new Error('The page has no browser')
  const context = await browser.newContext({ baseURL: page.url(), bypassCSP: true })
  const faults: string[] = []
  try {
    const copy = await context.newPage()
    const content = await page.content()
    await copy.route('**/*', async route => {
      if (route.request().url() !== page.url()) return route.continue()
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: content })
    })
    await copy.goto(page.url())
    for (const width of WIDTHS) {
      await copy.setViewportSize({ width, height: 800 })
      const { violations } = await new AxeBuilder({ page: copy }).analyze()
      faults.push(
        ...violations.map(
          ({ id, nodes }) => `${width}: ${id} at ${nodes.map(node => node.target).join(', ')}`,
        ),
      )
      const extra = await copy.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      if (Number(extra) > 0) faults.push(`${width}: scrolls sideways by ${extra}`)
    }
  } finally {
    await context.close()
  }
  return faults
}
