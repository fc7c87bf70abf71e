import { mount } from 'svelte';
import { loadLaterTexts, loadPartTexts, loadTexts } from './i18n/index.ts';
import Situation from './situation/Situation.svelte';
import { firstLanguage } from './state/language.ts';
import './theme/theme.css';

/** What would make the figures those of less than the place; the report leaves it aside and says so. */
const NARROWER = ['in_view', 'area'];
const address = new URL(location.href);
const leftOut = NARROWER.filter((name) => address.searchParams.has(name));
for (const name of NARROWER) address.searchParams.delete(name);
if (leftOut.length > 0) history.replaceState(null, '', address);

const language = firstLanguage(location.search, navigator.languages);
await Promise.all([loadTexts(language), loadLaterTexts(language), loadPartTexts('tables', language)]);
mount(Situation, { target: document.getElementById('app') as HTMLElement, props: { leftOut: leftOut.length > 0 } });
