import {
  type ActivityType,
  type Audience,
  CHANNELS,
  type CustomField,
  type Form,
  type FormField,
  type Market,
  type Origin,
  type Outcome,
  PERMISSIONS,
  type Product,
  type SavedFilter,
  type Source,
  type Stage,
  type Stageset,
  TAG_COLORS,
  type Tag,
  type User,
} from '../model/catalog.ts';
import { numberOf, typeOf } from '../model/ids.ts';
import type { Named } from '../model/records.ts';
import { linksOf } from '../model/tables.ts';
import { amountOf, formatMoney, symbolOf } from '../values/money.ts';
import { APP, initialsOf, pageLinks } from '../values/names.ts';
import type { View } from '../view.ts';
import { avatarUrl } from './parties.ts';

type Shown = Readonly<Record<string, unknown>>;

/** Industries, account types, territories, competitors, editions, teams, product categories. */
export const presentPlain = (row: Named, view: View): Shown => ({
  id: row.id,
  type: typeOf(row.id),
  name: row.name,
  href: view.href(row),
  modifiedTime: row.modifiedTime,
});

export const presentUser = (row: User, view: View): Shown => ({
  id: row.id,
  type: 'users',
  name: row.name,
  firstName: row.firstName,
  modifiedTime: row.modifiedTime,
  isEnabled: row.isEnabled,
  hasSetPassword: true,
  isAdministrator: row.isAdministrator,
  isViewingRestricted: row.isViewingRestricted,
  isHiddenFromFilters: false,
  canAccessEmailMarketing: !row.lacks.includes('canAccessMarketing'),
  permissions: Object.fromEntries(PERMISSIONS.map((permission) => [permission, !row.lacks.includes(permission)])),
  emails: row.emails,
  phonecallerType: null,
  avatarUrl: avatarUrl(view, 'users', row.id, row.modifiedTime),
  initials: initialsOf(row.name),
  links: { teams: view.links(row, 'teams') },
});

export const presentOrigin = (row: Origin, view: View): Shown => ({
  id: row.id,
  type: 'origins',
  name: row.name,
  modifiedTime: row.modifiedTime,
  lastseenTime: row.modifiedTime,
  originType: row.originType,
  avatarUrl: avatarUrl(view, 'origins', row.id, row.modifiedTime),
  initials: initialsOf(row.name),
  ...pageLinks(`/origin/${numberOf(row.id)}`),
});

export const presentMarket = (row: Market): Shown => ({
  id: row.id,
  type: 'markets',
  name: row.name,
  currency: row.currency,
  currencySymbol: row.currencySymbol,
  isDefault: row.isDefault,
});

export const presentActivityType = (row: ActivityType): Shown => ({
  id: row.id,
  type: 'activityTypes',
  name: row.name,
  modifiedTime: row.modifiedTime,
  isBenchmarkable: row.isBenchmarkable,
});

const stageAvatar = (row: Stage, state: string): string => `${APP}/avatar/stages/${state}/${row.position}`;

export const presentStage = (row: Stage, view: View): Shown => ({
  id: row.id,
  type: 'stages',
  name: row.name,
  description: row.description,
  position: row.position,
  activeAvatarUrl: stageAvatar(row, 'active'),
  completeAvatarUrl: stageAvatar(row, 'complete'),
  incompleteAvatarUrl: stageAvatar(row, 'incomplete'),
  overdueAvatarUrl: stageAvatar(row, 'overdue'),
  numSteps: row.numSteps,
  canAdvanceStage: true,
  links: { stageset: view.link(row, 'stageset') },
});

/** The stages of a pipeline in their order. */
export const stagesOf = (stageset: string, view: View): Stage[] =>
  view.referring('stages', 'stageset', stageset).sort((a, b) => a.position - b.position);

export const presentStageset = (row: Stageset, view: View): Shown => ({
  id: row.id,
  type: 'stagesets',
  name: row.name,
  default: row.isDefault,
  canAccess: true,
  status: row.status,
  links: { stages: stagesOf(row.id, view).map(({ id }) => id) },
});

export const presentOutcome = (row: Outcome): Shown => ({
  id: row.id,
  type: 'outcomes',
  name: row.name,
  status: row.status,
});

export const presentSource = (row: Source, view: View): Shown => ({
  id: row.id,
  type: 'sources',
  name: row.name,
  href: view.href(row),
  modifiedTime: row.modifiedTime,
  deletedTime: row.deletedTime,
  sourceType: 0,
  channel: { value: row.channel, display: CHANNELS[row.channel] },
});

export const presentTag = (row: Tag, view: View): Shown => ({
  id: row.id,
  type: 'tags',
  name: row.name,
  href: view.href(row),
  modifiedTime: row.modifiedTime,
  deletedTime: row.deletedTime,
  tagType: row.tagType,
  count: view.referring(row.tagType, 'tags', row.id).length,
  colorType: TAG_COLORS[row.colorType - 1],
});

export function presentProduct(row: Product, view: View): Shown {
  const priceIn = (market: string, amount: string) => {
    const { currency = 'USD' } = view.row('markets', market) ?? {};
    const value = Number(amount);
    return [
      market,
      {
        amount: amountOf(value),
        currency,
        formatted: formatMoney(value, currency),
        currencySymbol: symbolOf(currency),
      },
    ];
  };
  const prices = Object.fromEntries(Object.entries(row.prices).map(([market, amount]) => priceIn(market, amount)));
  const home = view.state.database.table('markets').find(({ isDefault }) => isDefault)?.id ?? '';
  return {
    id: row.id,
    type: 'products',
    name: row.name,
    href: view.href(row),
    description: row.description,
    modifiedTime: row.modifiedTime,
    deletedTime: row.deletedTime,
    sku: row.sku,
    productType: row.productType,
    prices,
    price: prices[home] ?? null,
    links: { productCategories: view.links(row, 'category') },
  };
}

export const presentAudience = (row: Audience): Shown => ({
  id: row.id,
  type: 'emAudiences',
  name: row.name,
  isWebFX: row.isWebFX,
});

export const presentForm = (row: Form, view: View): Shown => ({
  id: row.id,
  type: 'wfForms',
  name: row.name,
  href: view.href(row),
  createdTime: row.createdTime,
  links: { fields: view.referring('wfFields', 'form', row.id).map(({ id }) => id) },
});

export const presentFormField = (row: FormField): Shown => ({
  id: row.id,
  type: 'wfFields',
  label: row.label,
  fieldName: row.name,
  fieldType: row.fieldType,
  entityName: row.entityName,
});

export const presentFilter = (row: SavedFilter, view: View): Shown => ({
  id: row.id,
  type: 'filters',
  href: view.href(row),
  name: row.name,
  value: row.value,
  isShared: row.isShared,
  reportType: row.reportType,
  createdTime: row.createdTime,
  isImmutable: row.isImmutable,
  isDeleteable: !row.isImmutable,
  isUpdateable: !row.isImmutable,
  links: { user: view.link(row, 'user'), usersAndTeams: linksOf(row, 'usersAndTeams') },
});

export const presentCustomField = (row: CustomField): Shown => ({
  id: row.id,
  name: row.name,
  title: row.name,
  type: row.fieldType,
  ...(row.fieldType === 'Decision' && { enum: row.choices, isMultiple: row.isMultiple }),
});
