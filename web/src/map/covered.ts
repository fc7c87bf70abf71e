/** Pixels of the map that the panel covers at its left on wide screens; as App.svelte and theme.css have it. */
export const panelWidth = (): number => (matchMedia('(min-width: 2560px)').matches ? 532 : 380);

/** Pixels that it covers at the bottom of narrow ones, while it shows the numbers only. */
export const PANEL_HEIGHT = 200;
