import { mount } from 'svelte';
import Embed from './sharing/Embed.svelte';
import './theme/theme.css';

mount(Embed, { target: document.getElementById('app') as HTMLElement });
