import type { ClosureReason, HazardKind, OrdnanceKind, ReleaseMethod, ReleaseStatus } from '../../vocabulary.ts';

/**
 * What the words of the field mean. Programmes change their lists: add words here, or give a `--mapping` file for one import. Words are
 * compared without case, accents and signs, with single spaces.
 * Sources: IMSMA code lists and wiki, IMAS 05.10 Annex B, exports seen in the open.
 */

/** Words parted by bars, so that a list of them stays readable. */
export const list = (words: string): readonly string[] => words.split('|').map((word) => word.trim().replace(/\s+/g, ' '));

/** Code → the words for it (whole value) and the tokens one of which is enough where no other code's stand beside it. */
export type WordTable = Readonly<Record<string, { words: readonly string[]; tokens?: readonly string[] }>>;

export const KIND_WORDS: Readonly<Record<HazardKind, { words: readonly string[]; tokens: readonly string[] }>> = {
  SHA: {
    words: list(`
    sha | suspected hazardous area | suspect hazardous area | suspected minefield | suspected mined area | suspected area
    | dangerous area | msa | suspected hazard area | suspected`),
    tokens: ['sha', 'suspected', 'suspect', 'shas'],
  },
  CHA: {
    words: list(`
    cha | confirmed hazardous area | confirmed minefield | confirmed mined area | confirmed area | defined hazardous area
    | dha | minefield | mined area | confirmed`),
    tokens: ['cha', 'confirmed', 'chas'],
  },
};

export const METHOD_WORDS: Readonly<Record<ReleaseMethod, { words: readonly string[]; tokens: readonly string[] }>> = {
  cancelled: {
    words: list(`
    nts | non technical survey | nontechnical survey | cancelled | canceled | cancellation | area cancellation | land
    cancelled | discredited | cancelled by nts | cancelled by non technical survey | released by nts | released by non
    technical survey | cancellation by nts | cancellation by non technical survey`),
    tokens: ['cancelled', 'canceled', 'cancellation'],
  },
  reduced: {
    words: list(`
    ts | technical survey | reduced | reduction | area reduction | land reduced | reduced by ts | reduced by technical
    survey | released by ts | released by technical survey | reduction by ts | reduction by technical survey`),
    tokens: ['reduced', 'reduction'],
  },
  cleared: {
    words: list(`
    cleared | clearance | mine clearance | bac | battle area clearance | full clearance | manual clearance | mechanical
    clearance | demining | demined | humanitarian demining | clearing | released by clearance | subsurface clearance | sub
    surface clearance | surface clearance`),
    tokens: list('cleared | clearance | bac | demining | demined'),
  },
};

export const STATUS_WORDS: Readonly<Record<ReleaseStatus, { words: readonly string[] }>> = {
  planned: {
    words: list(`
    planned | not started | not yet started | pending | scheduled | tasked | assigned | proposed | prepared | approved for
    work | new`),
  },
  ongoing: {
    words: list(`
    ongoing | on going | in progress | active | started | open | working | under way | underway | in process | current |
    work in progress | under clearance`),
  },
  suspended: {
    words: list(`
    suspended | on hold | paused | stopped | halted | interrupted | inactive | abandoned | aborted | not completed |
    incomplete`),
  },
  completed: {
    words: list(`
    completed | complete | finished | closed | done | ended | final | cleared | released | reduced | fully completed |
    work completed | clearance completed | completed clearance`),
  },
  handed_over: {
    words: list(`
    handed over | handedover | handover | hand over | handed back | handover completed | transferred | returned to
    community | certified`),
  },
};

/** What the status of a hazardous area says of its end: `open`, or why it is closed. */
export const HAZARD_STATUS_WORDS: Readonly<Record<'open' | ClosureReason, { words: readonly string[] }>> = {
  open: {
    words: list(`
    open | active | ongoing | on going | in progress | suspended | existing | remaining | new | reopened | re opened | not
    cleared | uncleared | contaminated | worked on | valid | current | planned | not started | under clearance | pending`),
  },
  upgraded: { words: list('upgraded | upgraded to cha | confirmed as cha | converted to cha | became cha') },
  merged: { words: ['merged', 'combined', 'joined'] },
  error: {
    words: list(`
    error | duplicate | duplicated | invalid | wrong | mistake | deleted | data error | entered in error`),
  },
  redrawn: { words: ['redrawn', 'replaced', 'superseded'] },
  absent: { words: ['absent'] },
  released_without_polygon_cancelled: { words: list('cancelled | canceled | discredited | released by nts | cancelled by nts') },
  released_without_polygon_reduced: { words: ['reduced', 'released by ts', 'reduced by ts'] },
  released_without_polygon_cleared: { words: ['cleared', 'fully cleared', 'released by clearance', 'clearance completed'] },
  other: { words: list('other | closed | released | handed over | handedover | handover | completed and handed over') },
};

export const ORDNANCE_WORDS: Readonly<Record<OrdnanceKind, { words: readonly string[] }>> = {
  anti_personnel_mine: {
    words: list(`
    ap | apm | apms | ap mine | ap mines | ap landmine | ap landmines | aplm | anti personnel | antipersonnel | anti
    personnel mine | anti personnel mines | antipersonnel mine | antipersonnel mines | anti personnel landmine | anti
    personnel landmines | antipersonnel landmine | antipersonnel landmines | mine ap | mines ap | mine antipersonnel |
    landmine ap | industrial ap mine`),
  },
  improvised_anti_personnel_mine: {
    words: list(`
    improvised ap mine | improvised ap mines | improvised anti personnel mine | improvised anti personnel mines |
    improvised antipersonnel mine | improvised antipersonnel mines | improvised mine | improvised mines | improvised
    landmine | improvised landmines | ap mine of an improvised nature | ap mines of an improvised nature | anti personnel
    mine of an improvised nature | anti personnel mines of an improvised nature | iapm | ied ap | ap ied | voied | vo ied
    | victim operated ied`),
  },
  anti_vehicle_mine: {
    words: list(`
    av | avm | avms | av mine | av mines | at | atm | at mine | at mines | av landmine | at landmine | anti vehicle |
    antivehicle | anti vehicle mine | anti vehicle mines | antivehicle mine | antivehicle mines | anti vehicle landmine |
    anti tank | antitank | anti tank mine | anti tank mines | antitank mine | antitank mines | anti tank landmine | mine
    at | mine av | mines at | mines av | landmine at | landmine av`),
  },
  cluster_munition_remnant: {
    words: list(`
    cmr | cmrs | cm | cluster | clusters | cluster munition | cluster munitions | cluster munition remnant | cluster
    munition remnants | cluster bomb | cluster bombs | cluster accident | submunition | submunitions | sub munition | sub
    munitions | unexploded submunition | unexploded submunitions | bomblet | bomblets | bombie | bombies | bombi | cbu |
    cluster bomblet | cluster bomblets`),
  },
  other_uxo_axo: {
    words: list(`
    uxo | uxos | axo | axos | erw | erws | other erw | other uxo | other axo | uxo axo | other uxo axo | unexploded
    ordnance | unexploded ordnances | abandoned explosive ordnance | abandoned ordnance | explosive remnants of war |
    explosive remnant of war | uxo axo accident | bomb | bombs | aircraft bomb | aerial bomb | grenade | grenades | hand
    grenade | rifle grenade | mortar | mortars | mortar bomb | projectile | projectiles | rocket | rockets | shell |
    shells | artillery | artillery shell | missile | missiles | ammunition | small arms ammunition | saa | fuze | fuse |
    fuzes | stockpile | stored ammunition | stored ammunition accident`),
  },
  other_ied: {
    words: list(`
    ied | ieds | other ied | other ieds | improvised explosive device | improvised explosive devices | ied accident |
    booby trap | booby traps | command operated ied`),
  },
  unknown: {
    words: list(`
    unknown | not known | not specified | unspecified | undefined | unidentified | other | mine | mines | landmine |
    landmines | land mine | land mines | mine accident | unknown device | unknown mine | mine unknown | eo | explosive
    ordnance | mine erw | other type of accident | tbd`),
  },
};
/** A list of ordnance that says there is none. */
export const NO_ORDNANCE_WORDS: readonly string[] = list('none | no | nil | n a | na | null');
/** With one of these a token proves nothing: "not confirmed". */
export const DENYING_TOKENS: readonly string[] = list('not | no | non | never | un | partially | partly | to | be');
