import { type Static, Type } from 'typebox';

const Optional = Type.Optional;
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Text = Type.String();
/** A list that may be handed in frozen. */
const List = <T extends Type.TSchema>(items: T) => Type.Unsafe<readonly Static<T>[]>(Type.Array(items));
const Texts = Type.Record(Text, Text);
/** Guides are the connector's own: they pass as they are. */
const Open = { additionalProperties: true } as const;

const Credentials = Type.Record(Type.String({ maxLength: 256 }), Type.String({ maxLength: 65_536 }));

/** Body of `POST /hub/accounts`. */
export const LinkBody = Type.Object({
  integration_id: Type.String({ minLength: 1, maxLength: 128, description: 'Auth config to link through.' }),
  credentials: Credentials,
});

/** Body of `PATCH /hub/accounts/:id`. */
export const RelinkBody = Type.Object({
  integration_id: Optional(Type.String({ maxLength: 128 })),
  credentials: Credentials,
});

/** Path of `GET /hub/connectors/:id`. */
export const OfferParams = Type.Object({ id: Type.String({ maxLength: 128, description: 'Id of the auth config.' }) });

/** Path of the routes for one account. */
export const HubAccountParams = Type.Object({
  id: Type.String({ maxLength: 128, description: 'Id of the linked account.' }),
});

/** Query of `GET /hub/connectors`. */
export const ConnectorsQuery = Type.Object({
  provider: Optional(Type.String({ maxLength: 128, description: 'Only offers of this connector.' })),
});

/** Answer of `GET /hub/settings`. */
export const HubSettings = Type.Object({
  enabled_features: List(Text),
  existing_account_id: Optional(Text),
  project: Type.Object({
    name: Text,
    branding: Optional(Type.Object({ accent: Nullable(Text), on_accent: Nullable(Text), white_label: Type.Boolean() })),
  }),
  session: Type.Object({
    type: Text,
    origin_owner_name: Text,
    expires_at: Type.String({ format: 'date-time' }),
    used: Type.Boolean(),
  }),
});

/** Answer of `GET /hub/connectors`. */
export const HubConnectors = Type.Object({
  integrations: List(
    Type.Object({
      active: Type.Boolean(),
      name: Text,
      provider: Text,
      type: Text,
      version: Text,
      authentication_config_key: Text,
      environment: Text,
      integration_id: Text,
      logo_url: Text,
      description: Text,
      label: Text,
    }),
  ),
  external_trigger_token: Nullable(Text),
});

const Field = Type.Object({
  key: Text,
  label: Text,
  type: Text,
  required: Type.Boolean(),
  readOnly: Type.Boolean(),
  secret: Type.Boolean(),
  placeholder: Text,
  description: Optional(Text),
  tooltip: Optional(Text),
  value: Optional(Text),
  options: Optional(List(Type.Object({ value: Text, label: Text }))),
  validation: Optional(Type.Object({ type: Text, pattern: Text, error: Optional(Text) })),
});

const Notice = Type.Object({
  key: Text,
  type: Text,
  description: Text,
  position: Optional(Text),
  anchor: Optional(Text),
});

const Guide = Type.Object({ warning: Optional(Text), sections: List(Type.Object({ title: Text }, Open)) }, Open);

/** Answer of `GET /hub/connectors/:id`. */
export const HubForm = Type.Object({
  config: Type.Object({
    key: Text,
    name: Text,
    type: Text,
    grantType: Optional(Text),
    label: Text,
    environment: Text,
    configFields: List(Field),
    configNotices: List(Notice),
    assets: Type.Object({ icon: Text }),
    support: Type.Object({ link: Nullable(Text), description: Nullable(Text) }),
    guide: Nullable(Guide),
    scopes: List(Type.Object({ name: Text, description: Text })),
    demo_credentials: List(Type.Object({ name: Text, description: Text, fields: Texts })),
  }),
  hub_settings: Type.Object({
    configured_webhook_events: Type.Object({}, Open),
    project_settings: Type.Object({}, Open),
  }),
});

const Warnings = List(Type.String({ description: 'What the credentials cannot do.' }));

/** As whom the account is connected; null where the provider does not tell. */
const ConnectedAs = Nullable(Text);

/** Answer of `POST /hub/accounts`. */
export const LinkedAnswer = Type.Object({
  id: Text,
  provider: Text,
  label: Text,
  connected_as: ConnectedAs,
  warnings: Warnings,
});

/** Answer of `PATCH /hub/accounts/:id`. */
export const RelinkedAnswer = Type.Object({ id: Text, provider: Text, connected_as: ConnectedAs, warnings: Warnings });

/** Answer of `GET /hub/accounts/:id`: no secrets, only placeholders for them. */
export const HubAccount = Type.Object({
  secureId: Text,
  provider: Text,
  setupInformation: Texts,
  secrets: Texts,
  version: Text,
  authConfigKey: Text,
  environment: Text,
  integrationId: Text,
});
