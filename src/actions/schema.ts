import { type Static, Type } from 'typebox';

const Optional = Type.Optional;
const Text = Type.String();
/** A list that may be handed in frozen. */
const List = <T extends Type.TSchema>(items: T) => Type.Unsafe<readonly Static<T>[]>(Type.Array(items));
const NullableText = Type.Union([Text, Type.Null()]);
/** Guides and details are the connector's own: they pass as they are. */
const Open = { additionalProperties: true } as const;

const Guide = Type.Object({ warning: NullableText, sections: List(Type.Object({ title: Text }, Open)) });

const Support = Type.Object({
  link: NullableText,
  description: NullableText,
  guides: Type.Object({ config: Optional(Guide), setup: Optional(Guide) }),
});

const Method = Type.Object({
  type: Text,
  label: Text,
  key: Text,
  required_scopes: List(Text),
  support: Optional(Support),
});

const Details = Type.Object(
  { input_schema: Type.Object({}, Open), effects: List(Text), action_type: Text },
  { ...Open, description: 'Inputs, effects and examples of the action.' },
);

const ActionMeta = Type.Object({
  id: Text,
  label: Text,
  description: Text,
  schema_type: Text,
  tags: List(Text),
  required_scopes: List(Text),
  authentication: List(Type.Object({ type: Text, label: Text, key: Text, required_scopes: List(Text) })),
  action_details: Optional(Details),
  operation_details: Optional(Details),
});

/** A connector with its actions, or an account with those it offers. */
export const ConnectorActions = Type.Object({
  key: Text,
  name: Text,
  description: Text,
  icon: Text,
  version: Text,
  release_stage: Text,
  categories: List(Text),
  integration_id: NullableText,
  account_id: NullableText,
  authentication: List(Method),
  actions: Optional(List(ActionMeta)),
  scope_definitions: List(Type.Object({ name: Text, description: Text, includes: List(Text) })),
});

/** Answer of `GET /actions`. */
export const ActionsPage = Type.Object({ next: NullableText, data: List(ConnectorActions) });
