import { Type } from 'typebox';

/** Bytes that the body of a push may have. */
export const PUSH_LIMIT = 5 * 1_024 * 1_024;
/** Files that a connector may have. */
const MOST_FILES = 500;

/** Names that a connector's file may have. */
export const FILE_NAME = /^[A-Za-z0-9][\w.-]{0,127}\.ya?ml$/;
/** Keys that a connector may have here; `meta` is a path of its own. */
export const CONNECTOR_KEY = /^(?!meta$)[A-Za-z0-9][\w-]{0,63}$/;

const Source = Type.Union([Type.Literal('builtin'), Type.Literal('custom')]);
const Files = Type.Record(Type.String(), Type.String());

/** Path of the routes for one connector. */
export const ConnectorParams = Type.Object({
  key: Type.String({ maxLength: 128, description: 'Key of the connector.' }),
});

/** Query of `GET /connectors/:key`. */
export const VersionQuery = Type.Object({ version: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })) });

/** Query of `DELETE /connectors/:key`. */
export const DeleteQuery = Type.Object({ force: Type.Optional(Type.Boolean()) });

/** Body of `PUT /connectors/:key`. */
export const PushBody = Type.Object(
  { files: Type.Record(Type.String(), Type.String(), { minProperties: 1, maxProperties: MOST_FILES }) },
  { additionalProperties: false },
);

/** Something the check of a connector found, as it is sent. */
export const Finding = Type.Object({
  file: Type.String(),
  line: Type.Integer(),
  column: Type.Integer(),
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  code: Type.String(),
  message: Type.String(),
});

/** Answer of a push; `diagnostics` holds warnings. */
export const Pushed = Type.Object({
  key: Type.String(),
  version: Type.String(),
  created: Type.Boolean(),
  diagnostics: Type.Array(Finding),
});

/** Answer of `GET /connectors`. */
export const ConnectorList = Type.Object({
  data: Type.Array(
    Type.Object({
      key: Type.String(),
      title: Type.String(),
      version: Type.String(),
      source: Source,
      /** False for one that cannot be loaded; its diagnostics are in the server log. */
      usable: Type.Boolean(),
      release_stage: Type.Union([Type.String(), Type.Null()]),
      categories: Type.Array(Type.String()),
    }),
  ),
});

/** Answer of `GET /connectors/:key`. */
export const ConnectorSource = Type.Object({
  key: Type.String(),
  version: Type.String(),
  source: Source,
  files: Files,
});

/** Answer of `GET /connectors/:key/versions`. */
export const VersionList = Type.Object({
  key: Type.String(),
  data: Type.Array(
    Type.Object({
      version: Type.String(),
      source: Source,
      created_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
      /** Whether it is used without a pin. */
      current: Type.Boolean(),
    }),
  ),
});
