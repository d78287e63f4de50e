/** Someone of the company. Members are named as the provider names them. */
export interface User {
  readonly id: number;
  readonly global_id: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly employee_id: string | null;
  readonly title: string | null;
  readonly location: string | null;
  readonly is_active: boolean;
  /** Files check-ins. */
  readonly is_reporter: boolean;
  /** Has people who report to them. */
  readonly is_reviewer: boolean;
  readonly is_company_admin: boolean;
  /** The manager. */
  readonly reviewer_id: number | null;
  readonly company_groups_ids: readonly number[];
  readonly first_login_ts: string | null;
  readonly last_login_ts: string | null;
  readonly create_ts: string;
  readonly update_ts: string;
}

/** A kind of groups. */
export interface GroupType {
  readonly id: number;
  readonly name_singular: string;
  readonly name_plural: string;
  readonly create_ts: string;
}

/** Some people of the company; who belongs to it is kept with the people. */
export interface Group {
  readonly id: number;
  readonly name: string;
  readonly group_type_id: number;
  readonly admin_ids: readonly number[];
  readonly is_peer_view: boolean;
  readonly is_peer_drilldown: boolean;
  readonly skip_company_wide_questions: boolean;
  readonly create_ts: string;
}

/** A department that objectives may belong to. */
export interface Department {
  readonly id: number;
  readonly name: string;
  readonly create_ts: string;
}

/** A custom field of people. */
export interface Attribute {
  readonly id: number;
  readonly name: string;
  readonly slug: string;
  readonly datatype: string;
  readonly create_ts: string;
  readonly update_ts: string;
}

/** What a custom field says about someone. */
export interface AttributeValue {
  readonly id: number;
  readonly value: string;
  readonly user_id: number;
  readonly attribute_id: number;
  readonly create_ts: string;
  readonly update_ts: string;
}

/** Time away. */
export interface Vacation {
  readonly id: number;
  readonly user_id: number;
  readonly start_dt: string;
  readonly end_dt: string;
  readonly note: string;
  readonly create_ts: string;
}

/** Something that an administrator may want to know about. */
export interface AuditEvent {
  readonly id: number;
  readonly actor_id: number;
  readonly type: string;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly create_ts: string;
}

/** A file of people that was uploaded. */
export interface UserImport {
  readonly id: number;
  readonly created: number;
  readonly updated: number;
}
