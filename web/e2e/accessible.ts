import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds serious or worse, each with the first element it is about. @param within a selector; left out: the whole page. */
export async function seriousFor(page: Page, within: string | null = null): Promise<string[]> {
  const builder = new AxeBuilder({ page });
  const { violations } = await (within === null ? builder : builder.include(within)).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
