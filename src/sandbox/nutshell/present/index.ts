import type { EntityType } from '../model/ids.ts';
import { typeOf } from '../model/ids.ts';
import type { Stored } from '../model/records.ts';
import type { Rows } from '../model/tables.ts';
import type { View } from '../view.ts';
import {
  presentActivityType,
  presentAudience,
  presentCustomField,
  presentFilter,
  presentForm,
  presentFormField,
  presentMarket,
  presentOrigin,
  presentOutcome,
  presentPlain,
  presentProduct,
  presentSource,
  presentStage,
  presentStageset,
  presentTag,
  presentUser,
} from './catalog.ts';
import { presentActivity, presentEmail, presentEvent, presentNote, presentTask } from './engagements.ts';
import { presentLead } from './leads.ts';
import { presentAccount, presentContact } from './parties.ts';
import { presentCompetitorMap, presentDocument, presentInstallment, presentProductMap } from './sales.ts';

export { presentCustomField, stagesOf } from './catalog.ts';

type Presenters = {
  readonly [Type in EntityType]: (row: Rows[Type], view: View, one: boolean) => Readonly<Record<string, unknown>>;
};

const PRESENTERS: Presenters = {
  accounts: presentAccount,
  contacts: presentContact,
  leads: presentLead,
  activities: presentActivity,
  notes: presentNote,
  tasks: presentTask,
  emails: presentEmail,
  events: presentEvent,
  users: presentUser,
  teams: presentPlain,
  origins: presentOrigin,
  territories: presentPlain,
  markets: presentMarket,
  industries: presentPlain,
  accountTypes: presentPlain,
  activityTypes: presentActivityType,
  stagesets: presentStageset,
  stages: presentStage,
  outcomes: presentOutcome,
  sources: presentSource,
  tags: presentTag,
  products: presentProduct,
  productCategories: presentPlain,
  productMaps: presentProductMap,
  competitors: presentPlain,
  competitorMaps: presentCompetitorMap,
  quotes: presentDocument,
  installments: presentInstallment,
  customFields: presentCustomField,
  emAudiences: presentAudience,
  editions: presentPlain,
  wfForms: presentForm,
  wfFields: presentFormField,
  filters: presentFilter,
};

/** A record as the provider shows it. @param one read by its id, which some types answer more fully */
export function present(row: Stored, view: View, one = false): Readonly<Record<string, unknown>> {
  const presenter = PRESENTERS[typeOf(row.id)!] as (
    row: Stored,
    view: View,
    one: boolean,
  ) => Readonly<Record<string, unknown>>;
  return presenter(row, view, one);
}
