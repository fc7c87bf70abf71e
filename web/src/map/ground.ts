import basemapUrl from 'virtual:basemap';
import type { StyleSpecification } from 'maplibre-gl';
import type { Settings } from '../../../server/settings/contract.ts';
import { getJson } from '../api/request.ts';
import { type Basemap, type PackedBasemap, unpackBasemap } from './basemap.ts';
import { ownStyle } from './own-style.ts';

/** What lies under the land. */
export interface Ground {
  /** Natural Earth 1:50 million (public domain), simplified when the page is built: needs no network. */
  basemap: Basemap;
  /** The deployment's own style, its names set apart from ours; null: it has none, or it cannot be had. */
  own: StyleSpecification | null;
  /** Address of the deployment's style; null: it has none. */
  address: string | null;
}

/** A style that does not come in this time leaves the map to the basemap: the land must not wait for its ground. */
const PATIENCE_MILLISECONDS = 8000;

async function loadOwn(): Promise<Pick<Ground, 'own' | 'address'>> {
  const { map_style_url: url } = await getJson<Settings>('/api/settings').catch(() => ({ map_style_url: null }));
  if (url === null) return { own: null, address: null };
  try {
    const style = await getJson<unknown>(url, AbortSignal.timeout(PATIENCE_MILLISECONDS));
    return { own: ownStyle(style, new URL(url, location.href).href), address: url };
  } catch {
    return { own: null, address: url };
  }
}

/** The ground of this deployment. @throws where even the basemap does not come. */
export async function loadGround(): Promise<Ground> {
  const [packed, own] = await Promise.all([getJson<PackedBasemap>(basemapUrl), loadOwn()]);
  return { basemap: unpackBasemap(packed), ...own };
}
