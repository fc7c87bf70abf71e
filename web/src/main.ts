import { mount } from 'svelte';
import App from './App.svelte';
import { loadTexts } from './i18n/index.ts';
import { firstLanguage } from './state/language.ts';
import './theme/theme.css';

// the first thing a user sees is in their language
await loadTexts(firstLanguage(location.search, navigator.languages));
mount(App, { target: document.getElementById('app') as HTMLElement });
