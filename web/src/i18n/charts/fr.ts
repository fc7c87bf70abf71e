import type { ChartTexts } from './en.ts';

export const chartTexts: ChartTexts = {
  waterfallStep: 'Par',
  waterfallStep_year: 'année',
  waterfallStep_quarter: 'trimestre',
  waterfallStep_month: 'mois',
  waterfallUp: 'Enregistré, rouvert, km²',
  waterfallDown: 'Remis, clos, km²',
  waterfallPeriod: 'Période',
  waterfallMovementsHelp:
    'Pointez une période pour voir ses chiffres ; cliquez ou appuyez sur Entrée pour en faire la période de la page. Les flèches avancent d’une période, Page précédente et Page suivante de dix, Début et Fin vont aux extrémités.',
  waterfallMovementsEmpty: 'Aucun mouvement daté n’est enregistré ici.',
  waterfallMovementsUndated: '{area} km² ont bougé sans date : dans aucune période, mais à la dernière ligne du tableau.',
  waterfallUndated: 'Sans date',
  waterfallMovementsNote:
    'Les terres remises sont dessinées avec celles hors dangers enregistrés. Les terres confirmées, de nouveau suspectes ou reclassées ne sont par là ni enregistrées ni remises : elles sont dans le tableau.',
  waterfallFigures: '{period} : {recorded} km² enregistrés ou rouverts, {released} km² remis, {closed} km² clos',
  waterfallAtEnd: 'Restant à la fin du {date}',
  waterfallBeforeFirst: 'Avant le premier enregistrement',
  waterfallStepUndated: '{step}, sans date propre',
  waterfallClosed: 'Clos : {reason}',
  waterfallAdds: 'L’ouverture et les mouvements donnent la clôture, au centième de mètre carré près.',
  waterfallDiffers:
    'Les données ont changé pendant que cette page était ouverte : l’ouverture et les mouvements ne donnent pas la clôture. Rechargez la page.',
  waterfallNothingMoved: 'Rien n’a bougé ici pendant cette période.',
  waterfallConfirmedNote:
    'Une terre confirmée, ou de nouveau suspecte, déplace la limite entre les deux et non la somme. Les filtres par méthode et opérateur sont laissés de côté : ce qui reste ne dépend pas de qui a remis.',
  waterfallOutside: 'Remis hors dangers enregistrés, km²',
  waterfallOutsideAtEnd: 'À la fin du {date}',
  waterfallOutsideNone: 'Aucune terre hors dangers enregistrés n’était remise à la fin de cette période.',
  waterfallReclassified: 'Reclassé : pas une seconde remise, km²',
  waterfallReclassifiedNone: 'Aucune terre remise ou close n’a été reclassée pendant cette période.',
  paceLast: 'Années complètes, les dernières',
  paceTable: 'Remis par an, {first}–{last} ({count} années)',
  paceMean: 'Moyenne',
  paceDeviation: 'Écart type',
  paceLow: 'Intervalle à 95 % de la moyenne, de',
  paceHigh: 'à',
  paceMeasure: 'Méthode',
  paceTooFew:
    '{count} années complètes avec des enregistrements datés précèdent cette date ; un rythme et sa dispersion en demandent au moins {fewest}.',
  paceNothing: 'Aucune terre restante n’a été remise ici pendant ces années : il n’y a pas de rythme à poursuivre.',
  paceDone: 'Aucune terre cartographiée ne reste ici à la fin du {date}.',
  paceForecast:
    'À {pace} km² par an, les {remaining} km² restant à la fin du {date} seraient remis en {middle} ; selon la variation de ces années, entre {early} et {late}.',
  paceForecastNever:
    'À {pace} km² par an, les {remaining} km² restant à la fin du {date} seraient remis en {middle}. Les années varient tant que l’intervalle est ouvert : pas avant {early}, et peut-être jamais.',
  paceFar: 'plus de 500 ans',
  paceDeadline: 'Échéance',
  paceNeeds: 'Pour remettre {remaining} km² d’ici la fin du {date} : {needed} km² par an, {times} fois le rythme de ces années.',
  paceNeedsOnly: 'Pour remettre {remaining} km² d’ici la fin du {date} : {needed} km² par an.',
  paceDeadlinePast: 'L’échéance n’est pas postérieure au {date}, la date affichée.',
  paceMethod:
    'Méthode : moyenne des km² remis chaque année sur les terres restantes, avec le t de Student d’après la variation de ces années (n = {count}). L’intervalle de la prévision (95 %) y ajoute la variation des années à venir. Une année est complète quand les enregistrements atteignent son dernier mois ; les remises sans date n’entrent jamais.',
  paceRecorded:
    'Les mêmes années, {recorded} km² par an ont été enregistrés ou rouverts ; la prévision les laisse de côté. À ce compte, ce qui reste changerait de {net} km² par an.',
  paceNot:
    'Ce que ce n’est pas : ni un plan ni une promesse. Le calcul suppose que le rythme demeure, que les années sont indépendantes et qu’aucune autre terre n’est découverte ; les zones dangereuses sans polygone n’y sont pas.',
  paceKey:
    'Trait : restant à la fin de chaque année. Tirets : prévision ; gris : son intervalle à 95 % ; pointillé : l’échéance.',
  paceForecastTable: 'Restant selon la prévision',
  paceEndOf: 'Fin de',
  paceFewest: 'au moins',
  paceMost: 'au plus',
  paceRemainingChart: 'Terres restantes et prévision',
};
