import type { Query } from '../../database/database.ts';
import { leafPlaces, operatorIds, type Programme } from '../../places/queries.ts';
import { NO_OPERATOR, NO_PLACE } from '../../vocabulary.ts';

/** Where places and operators stand in the lists of the columns, by id; what is not there is the first, none. */
export interface Lists {
  places: string[];
  operators: string[];
  placeAt: ReadonlyMap<number, number>;
  operatorAt: ReadonlyMap<number, number>;
}

export async function readLists(query: Query, programme: Programme): Promise<Lists> {
  const places = await leafPlaces(query, programme);
  const operators = await operatorIds(query, programme);
  return {
    places: [NO_PLACE, ...places.map(({ code }) => code)],
    operators: [NO_OPERATOR, ...operators.map(({ code }) => code)],
    placeAt: new Map(places.map(({ place_id }, index) => [place_id, index + 1])),
    operatorAt: new Map(operators.map(({ operator_id }, index) => [operator_id, index + 1])),
  };
}
