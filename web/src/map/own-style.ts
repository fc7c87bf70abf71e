import type { StyleSpecification } from 'maplibre-gl';

/** Before every name of a source or layer of the deployment's style: it may well have a `land` or `places` of its own. */
const APART = 'own-';

/** An address as a style gives it, from the style's own; {z}, {fontstack} and the like stay as they are. */
function absolute(address: string, from: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return address;
  return new URL(address, from).href.replaceAll('%7B', '{').replaceAll('%7D', '}');
}

/** As `absolute`, for every address in a source: `url`, `tiles`, and `data` where it is one. */
function absoluteSource(source: Record<string, unknown>, from: string): Record<string, unknown> {
  const moved = { ...source };
  for (const name of ['url', 'data']) if (typeof moved[name] === 'string') moved[name] = absolute(moved[name], from);
  if (Array.isArray(moved.tiles)) moved.tiles = moved.tiles.map((tiles: string) => absolute(tiles, from));
  return moved;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A style of the deployment made ready to lie under the land: names set apart, addresses absolute, no view of its own.
 * @param from the style's own address
 * @throws TypeError for what is no MapLibre style
 */
export function ownStyle(style: unknown, from: string): StyleSpecification {
  if (!isRecord(style) || style.version !== 8 || !isRecord(style.sources) || !Array.isArray(style.layers))
    throw new TypeError(`${from} is no MapLibre style of version 8.`);
  // where the user looks, and flat, is the page's to say
  const { center: _, zoom: _zoom, bearing: _bearing, pitch: _pitch, terrain: _terrain, projection: _flat, ...rest } = style;
  const { sprite, glyphs } = rest;
  return {
    ...(rest as unknown as StyleSpecification),
    ...(typeof glyphs === 'string' ? { glyphs: absolute(glyphs, from) } : {}),
    ...(typeof sprite === 'string'
      ? { sprite: absolute(sprite, from) }
      : Array.isArray(sprite)
        ? { sprite: sprite.map(({ id, url }: { id: string; url: string }) => ({ id, url: absolute(url, from) })) }
        : {}),
    sources: Object.fromEntries(
      Object.entries(style.sources).map(([name, source]) => [
        APART + name,
        absoluteSource(source as Record<string, unknown>, from),
      ]),
    ) as StyleSpecification['sources'],
    layers: style.layers.map((layer: { id: string; source?: string }) => ({
      ...layer,
      id: APART + layer.id,
      ...(layer.source === undefined ? {} : { source: APART + layer.source }),
    })) as StyleSpecification['layers'],
  };
}
