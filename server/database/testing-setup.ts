import type { TestProject } from 'vitest/node';
import { prepareEmbeddedTemplate, preparePostgisTemplate } from './testing.ts';

/** Makes the database that tests are copied from once, before the workers ask for it at the same time. */
export default async function setup(project: TestProject): Promise<void> {
  if (project.name === 'postgis') await preparePostgisTemplate();
  else await prepareEmbeddedTemplate();
}
