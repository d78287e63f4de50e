import type { AttributeValue, Group, GroupType, Vacation } from '../model/people.ts';
import type { View } from '../view.ts';

/** Members of a group in the order they joined the company. */
const membersOf = (group: Group, view: View): number[] => {
  const members = view.rows('users').filter(({ company_groups_ids }) => company_groups_ids.includes(group.id));
  return members.map(({ id }) => id);
};

export function presentGroup(group: Group, view: View): object {
  const members = membersOf(group, view).map((id) => view.url('user', id));
  const { id, name, is_peer_view, is_peer_drilldown, skip_company_wide_questions, create_ts } = group;
  return {
    id,
    name,
    group_type: view.url('group-type', group.group_type_id),
    group_type_name: view.get('groupTypes', group.group_type_id)?.name_plural,
    members,
    members_count: members.length,
    admins: group.admin_ids.map((admin) => view.url('user', admin)),
    is_peer_view,
    is_peer_drilldown,
    skip_company_wide_questions,
    create_ts,
  };
}

export function presentGroupType({ id, name_singular, name_plural, create_ts }: GroupType, view: View): object {
  const company_group_set = view.having('groups', 'group_type_id', id).map((group) => group.id);
  return { id, name_singular, name_plural, company_group_set, create_ts };
}

export function presentAttributeValue(row: AttributeValue): object {
  const { id, value, user_id: user, attribute_id: attribute, create_ts, update_ts } = row;
  return { id, value, user, attribute, create_ts, update_ts };
}

export function presentVacation({ id, user_id: user, start_dt, end_dt, note, create_ts }: Vacation): object {
  return { id, user, start_dt, end_dt, note, create_ts };
}

/** Who someone is, as other records tell it. */
export function personDetails(userId: number, view: View): object | null {
  const user = view.get('users', userId);
  if (user === undefined) return null;
  const { id, first_name, last_name, email } = user;
  return { id, first_name, last_name, email };
}
