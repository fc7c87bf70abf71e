import type { ImportEntity } from '../../vocabulary.ts';
import { HAZARD_STATUS_WORDS, KIND_WORDS, list, METHOD_WORDS, ORDNANCE_WORDS, STATUS_WORDS, type WordTable } from './codes.ts';

/**
 * How the field names its columns. Headers are compared without case, accents, spaces and signs; the surest stand first.
 * Sources: IMSMA field lists, IMAS 05.10 Annex B, exports seen in the open.
 */

export type FieldType = 'text' | 'id' | 'ids' | 'date' | 'area' | 'number' | 'count' | 'code' | 'codes' | 'level';

export interface Field {
  name: string;
  type: FieldType;
  /** Headers that mean this field, the surest first. */
  headers: readonly string[];
  /** For codes: what words mean. */
  words?: WordTable;
  /** Only these headers are taken without a value that is recognised; the others ("type") may mean anything. */
  sureHeaders?: readonly string[];
}

/** A header of an area with its unit at the end: `area_ha`. The factor makes square metres. */
export const AREA_UNITS: readonly { suffix: string; squareMetres: number }[] = [
  { suffix: 'squarekilometres', squareMetres: 1e6 },
  { suffix: 'squarekilometers', squareMetres: 1e6 },
  { suffix: 'sqkm', squareMetres: 1e6 },
  { suffix: 'km2', squareMetres: 1e6 },
  { suffix: 'hectares', squareMetres: 1e4 },
  { suffix: 'hectare', squareMetres: 1e4 },
  { suffix: 'ha', squareMetres: 1e4 },
  { suffix: 'rai', squareMetres: 1600 },
  { suffix: 'dunams', squareMetres: 1000 },
  { suffix: 'dunam', squareMetres: 1000 },
  { suffix: 'donum', squareMetres: 1000 },
  { suffix: 'squaremetres', squareMetres: 1 },
  { suffix: 'squaremeters', squareMetres: 1 },
  { suffix: 'sqmetres', squareMetres: 1 },
  { suffix: 'sqmeters', squareMetres: 1 },
  { suffix: 'sqmtr', squareMetres: 1 },
  { suffix: 'sqm', squareMetres: 1 },
  { suffix: 'msq', squareMetres: 1 },
  { suffix: 'm2', squareMetres: 1 },
];

const STATED_AREA = list(`
    stated | statedarea | reportedarea | estimatedarea | areaestimated | areasize | areastated | areareported | areain |
    area | sizeofarea | totalarea | size | sizein | surface | surfacearea | superficie`);
const RELEASED_AREA = list(`
    areacleared | clearedarea | cleared | areareleased | releasedarea | released | areareduced | reducedarea |
    areacancelled | cancelledarea | clearancearea`);
const OPERATOR = list(`
    operator | operatorname | organisation | organization | organisationname | organizationname | orgname | org | agency |
    implementingpartner | implementer | surveyedby | surveyor | clearedby | releasedby | operatorcode | reportedby`);
const OWN_ID = list(`
    localid | imsmaid | recordid | identifier | uniqueid | refno | referenceno | reference | refnumber | ref | id |
    idnumber | idno | code | uuid | globalid | instanceid | metainstanceid | key`);
const HAZARD_ID = list(`
    hazardousareaid | hazardousarealocalid | hazardouscode | hazardid | hazardlocalid | haid | halocalid | hacode |
    hanumber | hano | hazardcode | hazardnumber | hazardno | hazardref | shaid | chaid | shacode | chacode | shano | chano
    | minefieldid | minefieldno | minefieldnumber | mfid | mfno | dangerousareaid | polygonid | areaid | areacode`);
const RELEASE_ID = list(`
    landreleaseid | releaseid | clearanceid | taskid | taskno | tasknumber | taskcode | completionreportid |
    completionreportno | reportid | activityid | clearedareaid | areaid`);
const NAME = list(`
    name | hazardname | haname | hazardousareaname | areaname | sitename | title | minefieldname | taskname | nameen |
    label`);
const ORDNANCE = list(`
    ordnance | ordnancekinds | ordnancekind | ordnancetype | ordnancetypes | explosiveordnance | explosiveordnancetype |
    eotype | devicecategory | devicecategories | devicetype | devicetypes | device | devices | contamination |
    contaminationtype | typeofcontamination | contaminant | threat | threattype | munition | munitiontype | weapontype |
    minetype | minetypes | hazardcontent | contents | erwtype | eocategory`);

const area = (bases: readonly string[], name = 'stated_m2'): Field => ({
  name,
  type: 'area',
  headers: bases
    .flatMap((base) => [...AREA_UNITS.map(({ suffix }) => `${base}${suffix}`), base])
    .concat(list('m2 | sqm | hectares | squaremetres | squaremeters | sqkm | km2')),
});
const text = (name: string, headers: readonly string[]): Field => ({ name, type: 'text', headers });
const date = (name: string, headers: readonly string[]): Field => ({ name, type: 'date', headers });

/** The fields of each entity, in the order in which they claim a column. */
export const FIELDS: Readonly<Record<ImportEntity, readonly Field[]>> = {
  'hazardous-areas': [
    { name: 'local_id', type: 'id', headers: [OWN_ID[0] as string, ...HAZARD_ID, ...OWN_ID.slice(1)] },
    {
      name: 'kind',
      type: 'code',
      words: KIND_WORDS,
      sureHeaders: list(`
    kind | hazardkind | hazardtype | typeofhazard | areatype | typearea | typeofarea | hatype | landclassification`),
      headers: list(`
    kind | hazardkind | hazardtype | typeofhazard | areatype | typearea | typeofarea | hatype | landclassification |
    landclass | hazardclass | classification | class | category | hazardcategory | type | subtype`),
    },
    date(
      'confirmed_on',
      list(`
    confirmedon | confirmationdate | dateconfirmed | confirmeddate | dateofconfirmation | upgradedon | upgradedate`),
    ),
    date(
      'closed_on',
      list(`
    closedon | closedate | closeddate | dateclosed | closuredate | dateofclosure | closingdate`),
    ),
    {
      name: 'closed_reason',
      type: 'code',
      words: HAZARD_STATUS_WORDS,
      headers: list(`
    closedreason | closurereason | reasonclosed | reasonofclosure | reasonforclosure | closingreason | statuschangedreason`),
    },
    {
      name: 'status',
      type: 'code',
      words: HAZARD_STATUS_WORDS,
      sureHeaders: list('status | hazardstatus | areastatus | hastatus | currentstatus | workstatus'),
      headers: list('status | hazardstatus | areastatus | hastatus | currentstatus | workstatus | state'),
    },
    date(
      'recorded_on',
      list(`
    recordedon | recorded | recordeddate | daterecorded | surveydate | dateofsurvey | surveyedon | surveyed | ntsdate |
    reporteddate | datereported | reportdate | dateofreport | reportedon | dateofrecord | registrationdate |
    dateregistered | createddate | datecreated | dateofentry | discoverydate | startdate | date | year`),
    ),
    { name: 'ordnance', type: 'codes', words: ORDNANCE_WORDS, headers: ORDNANCE },
    text('evidence', list('evidence | evidenceofcontamination | evidencetype | typeofevidence | sourceofevidence')),
    text('operator', OPERATOR),
    area(STATED_AREA),
    text('name', NAME),
  ],
  'land-releases': [
    { name: 'local_id', type: 'id', headers: [OWN_ID[0] as string, ...RELEASE_ID, ...OWN_ID.slice(1)] },
    {
      name: 'hazardous_area_local_ids',
      type: 'ids',
      headers: [
        ...list(`
    hazardousarealocalids | hazardousareaids | hazardousareas | hazardousarea | hazardids | hazards | hazard | haids`),
        ...HAZARD_ID.filter((header) => header !== 'areaid'),
        ...list(`
    relatedhazard | relatedhazards | linkedhazard | linkedhazards | linkedha | parenthazard | parentid | relatedha |
    sha | cha`),
      ],
    },
    {
      name: 'method',
      type: 'code',
      words: METHOD_WORDS,
      sureHeaders: list(`
    method | releasemethod | landreleasemethod | methodofrelease | releasetype | landreleasetype | typeofrelease`),
      headers: list(`
    method | releasemethod | landreleasemethod | methodofrelease | releasetype | landreleasetype | typeofrelease |
    activitytype | typeofactivity | operationtype | typeofoperation | typearea | areatype | landclassification | activity
    | operation | tasktype | category | type`),
    },
    {
      name: 'status',
      type: 'code',
      words: STATUS_WORDS,
      sureHeaders: list('status | releasestatus | activitystatus | taskstatus | workstatus | currentstatus | clearancestatus'),
      headers: list(`
    status | releasestatus | activitystatus | taskstatus | workstatus | currentstatus | clearancestatus | state | progress`),
    },
    date(
      'started_on',
      list(`
    startedon | startdate | datestart | datestarted | starteddate | dateofstart | start | begindate | commencementdate`),
    ),
    date(
      'handed_over_on',
      list(`
    handedoveron | handoverdate | handedoverdate | datehandedover | datehandover | dateofhandover | handedover | handover`),
    ),
    date(
      'completed_on',
      list(`
    completedon | completiondate | datecompleted | completeddate | dateofcompletion | completed | completion | enddate |
    dateend | dateended | endedon | end | finishdate | finisheddate | datefinished | cleareddate | datecleared |
    clearancedate | dateofclearance | clearedon | releasedate | releaseddate | datereleased | dateofrelease | releasedon |
    reducedon | cancelledon | reportdate | dateofreport | date | year`),
    ),
    {
      name: 'target_ordnance',
      type: 'codes',
      words: ORDNANCE_WORDS,
      headers: ['targetordnance', 'target', 'targets', 'targetdevice', 'targetdevices', 'clearancetarget', ...ORDNANCE],
    },
    text('operator', OPERATOR),
    {
      name: 'depth_cm',
      type: 'number',
      headers: list(`
    depthcm | clearancedepthcm | depth | clearancedepth | depthofclearance | depthofclearancecm`),
    },
    area([...RELEASED_AREA, ...STATED_AREA]),
    text('name', NAME),
  ],
  accidents: [
    {
      name: 'local_id',
      type: 'id',
      headers: [
        OWN_ID[0] as string,
        ...list(`
    accidentid | accidentno | accidentnumber | accidentcode | incidentid | incidentno | eventid | caseid | caseno |
    casenumber | reportid`),
        ...OWN_ID.slice(1),
      ],
    },
    date(
      'occurred_on',
      list(`
    occurredon | accidentdate | dateofaccident | incidentdate | dateofincident | eventdate | dateofevent | dateoccurred |
    occurrencedate | date | accidentyear | year`),
    ),
    {
      name: 'ordnance',
      type: 'codes',
      words: ORDNANCE_WORDS,
      headers: [...ORDNANCE, 'accidenttype', 'accidentclass', 'causedby', 'cause'],
    },
    text(
      'activity',
      list(`
    activity | activityattime | activityatthetime | activityattimeofaccident | activityataccident | victimactivity`),
    ),
    {
      name: 'killed_count',
      type: 'count',
      headers: list(`
    killedcount | killed | deaths | dead | fatalities | numberkilled | nokilled | nkilled | totalkilled | numkilled |
    fatal`),
    },
    {
      name: 'injured_count',
      type: 'count',
      headers: list(`
    injuredcount | injured | wounded | injuries | numberinjured | noinjured | ninjured | totalinjured | numinjured`),
    },
    {
      name: 'amputated_count',
      type: 'count',
      headers: list(`
    amputatedcount | amputated | amputees | amputee | amputations | amputation | numberamputated`),
    },
    text(
      'place_code',
      list(`
    placecode | pcode | admcode | communecode | comcode | districtcode | villagecode | vilcode | locationcode`),
    ),
    {
      name: 'point_accuracy_m',
      type: 'number',
      headers: list(`
    pointaccuracym | locationaccuracy | gpsprecision | locationprecision | accuracym | gpsaccuracym | pointaccuracy | gpsaccuracy | locationaccuracym | accuracy |
    geopointprecision`),
    },
  ],
  places: [
    {
      name: 'code',
      type: 'id',
      headers: list(`
    code | placecode | pcode | admpcode | admcode | iso31662 | iso | isocode | shapeiso | hasc | localid | geocode |
    areacode | id | shapeid | gid`),
    },
    {
      name: 'name',
      type: 'text',
      headers: list(`
    name | placename | nameen | nameenglish | englishname | shapename | nameinenglish | officialname | adminname`),
    },
    { name: 'parent_code', type: 'id', headers: ['parentcode', 'parentpcode', 'parent', 'parentid'] },
    { name: 'level', type: 'level', headers: list('level | adminlevel | admlevel | shapetype | admtype') },
  ],
};

/** Headers of names in other languages, after `name` or `adm<level>`: the tag under which they are kept. */
export const NAME_LANGUAGES: readonly string[] = list(`
    en | fr | km | kh | ar | fa | ps | es | pt | ru | uk | bs | sr | hr | vi | lo | th | my | si | ta | so | am | sq | az
    | hy | ka | ku | tr | de | local`);
/** Codes that are not language tags, and the tag they stand for. */
export const LANGUAGE_SYNONYMS: Readonly<Record<string, string>> = { kh: 'km' };
