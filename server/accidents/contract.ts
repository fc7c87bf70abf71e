import Type from 'typebox';
import { ProgrammeCode } from '../places/contract.ts';

export const AccidentPointsQuery = Type.Object({ programme: ProgrammeCode });
