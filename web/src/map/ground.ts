import basemapUrl from 'virtual:basemap';
import type { StyleSpecification } from 'maplibre-gl';
import type { Settings } from '../../../server/settings/contract.ts';
import { getJson } from '../api/request.ts';
import type { OfferedGrounds } from '../state/map-ground.svelte.ts';
import type { GroundName } from '../state/shown.ts';
import { type Basemap, type PackedBasemap, unpackBasemap } from './basemap.ts';
import { ownStyle } from './own-style.ts';

/** A style that does not come in this time leaves the map to the basemap: the land must not wait for its ground. */
const PATIENCE_MILLISECONDS = 8000;

type Had = Pick<Settings, 'map_style_url' | 'street_maps' | 'street_maps_refused'>;
const NOTHING: Had = { map_style_url: null, street_maps: [], street_maps_refused: [] };

/** What of this deployment may lie under the land. */
export class Grounds implements OfferedGrounds {
  /** Natural Earth 1:50 million (public domain), simplified when the page is built: needs no network. */
  readonly basemap: Basemap;
  /** Addresses of street maps, as TileJSON; they lie on the basemap. */
  readonly streets: readonly string[];
  readonly refused: OfferedGrounds['refused'];
  /** Address of the deployment's own style; null: it has none. */
  readonly address: string | null;
  readonly offered: readonly GroundName[];
  readonly usual: GroundName;
  /** The deployment's own style, its names set apart from ours; null: it has none, it is not here yet, or it cannot be had. */
  own: StyleSpecification | null = null;
  /** It cannot be had, or is none. */
  isOwnLost = false;

  constructor(basemap: Basemap, { map_style_url: address, street_maps: streets, street_maps_refused: refused }: Had) {
    this.basemap = basemap;
    this.streets = streets;
    this.refused = refused;
    this.address = address;
    const more: GroundName[] = [
      ...(streets.length > 0 ? (['streets'] as const) : []),
      ...(address === null ? [] : (['own'] as const)),
    ];
    this.offered = ['plain', ...more];
    this.usual = more.at(-1) ?? 'plain';
  }

  /** The ground that was asked for, or else the usual one; what ships where it is not here. */
  shown(asked: GroundName | null): GroundName {
    const wanted = this.#wanted(asked);
    return wanted === 'own' && this.own === null ? 'plain' : wanted;
  }

  /** Brings what is needed to show a ground. */
  async bring(asked: GroundName | null): Promise<void> {
    if (this.#wanted(asked) !== 'own' || this.address === null || this.own !== null || this.isOwnLost) return;
    try {
      const style = await getJson<unknown>(this.address, AbortSignal.timeout(PATIENCE_MILLISECONDS));
      this.own = ownStyle(style, new URL(this.address, location.href).href);
    } catch {
      this.loseOwn();
    }
  }

  loseOwn(): void {
    this.own = null;
    this.isOwnLost = true;
  }

  #wanted(asked: GroundName | null): GroundName {
    return asked !== null && this.offered.includes(asked) ? asked : this.usual;
  }
}

/** The grounds of this deployment, with what the first one needs. @throws where even the basemap does not come. */
export async function loadGrounds(asked: GroundName | null): Promise<Grounds> {
  const settled = getJson<Partial<Had>>('/api/settings').catch(() => NOTHING);
  const [packed, settings] = await Promise.all([getJson<PackedBasemap>(basemapUrl), settled]);
  const grounds = new Grounds(unpackBasemap(packed), { ...NOTHING, ...settings });
  await grounds.bring(asked);
  return grounds;
}
