import { mount, unmount } from 'svelte';
import type { Page } from '../state/page.svelte.ts';
import WideDialog from './WideDialog.svelte';

/**
 * Shows the records or the report over the whole page; beside the page, so that paper can have it alone.
 * @param onclose the user closed it. @returns takes it away.
 */
export function showTables(page: Page, what: 'records' | 'reports', onclose: () => void): () => void {
  const dialog = mount(WideDialog, { target: document.body, props: { page, what, onclose } });
  return () => {
    // first, so that the focus goes back to where it was
    dialog.close();
    void unmount(dialog);
  };
}
