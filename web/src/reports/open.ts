import { mount, unmount } from 'svelte';
import type { Dashboard } from '../state/dashboard.svelte.ts';
import WideDialog from './WideDialog.svelte';

/** Opens the records or the report over the whole page; beside the page, so that paper can have it alone. */
export function openTables(dashboard: Dashboard, what: 'records' | 'reports'): void {
  const dialog = mount(WideDialog, {
    target: document.body,
    props: { dashboard, what, onclose: () => void unmount(dialog) },
  });
}
