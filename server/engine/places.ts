/** A place as filters know it. */
export interface PlaceNode {
  code: string;
  /** Code of the place right above; null: none. */
  parent: string | null;
}

interface Tree {
  /** Codes of the places right below a place. */
  below: Map<string, string[]>;
  above: Map<string, string | null>;
}

/** Made once a list: a country has thousands of places, and a choice must not cost a frame. */
const trees = new WeakMap<readonly PlaceNode[], Tree>();

function treeOf(places: readonly PlaceNode[]): Tree {
  const known = trees.get(places);
  if (known !== undefined) return known;
  const tree: Tree = { below: new Map(), above: new Map() };
  for (const { code, parent } of places) {
    tree.above.set(code, parent);
    if (parent === null) continue;
    const children = tree.below.get(parent);
    if (children === undefined) tree.below.set(parent, [code]);
    else children.push(code);
  }
  trees.set(places, tree);
  return tree;
}

/** Codes of the leaf places at or below any of these places: each once, however often it is asked for. */
export function leavesOfAny(codes: readonly string[], places: readonly PlaceNode[]): Set<string> {
  const { below } = treeOf(places);
  const leaves = new Set<string>();
  const visit = (at: string) => {
    const children = below.get(at);
    if (children === undefined) leaves.add(at);
    else for (const child of children) visit(child);
  };
  for (const code of codes) visit(code);
  return leaves;
}

/** Codes of the leaf places at or below a place. */
export const leavesOf = (code: string, places: readonly PlaceNode[]): Set<string> => leavesOfAny([code], places);

/** The one of these places that is the place or holds it; null: none is, none does. */
export function holderOf(code: string, among: readonly string[], places: readonly PlaceNode[]): string | null {
  const { above } = treeOf(places);
  for (let at: string | null = code; at !== null; at = above.get(at) ?? null) if (among.includes(at)) return at;
  return null;
}

/** The same ground in as few places as possible: a place within another one of them adds nothing. In the order given. */
export function outermost(codes: readonly string[], places: readonly PlaceNode[]): string[] {
  const each = [...new Set(codes)];
  return each.filter((code) => {
    const others = each.filter((other) => other !== code);
    return holderOf(code, others, places) === null;
  });
}

/** The box around all of these places that have one: west, south, east, north in degrees; null: none has. */
export function boxOf(
  codes: readonly string[],
  places: readonly { code: string; bbox: readonly number[] | null }[],
): [number, number, number, number] | null {
  const boxes = places.flatMap(({ code, bbox }) => (bbox !== null && codes.includes(code) ? [bbox] : []));
  if (boxes.length === 0) return null;
  const edges = (index: number) => boxes.map((box) => box[index] as number);
  return [Math.min(...edges(0)), Math.min(...edges(1)), Math.max(...edges(2)), Math.max(...edges(3))];
}
