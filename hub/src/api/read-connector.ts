import type { Connector, Field, FieldRule, FieldType, Guide, GuideImage, Notice } from '../model/connector.ts';
import { object, objects, type Raw, text, textMap, texts } from './raw.ts';

const TYPES: readonly FieldType[] = ['text', 'password', 'number', 'text_area', 'select'];

const readRule = (value: unknown): FieldRule | undefined => {
  const raw = object(value);
  const error = text(raw['error']) || text(raw['errorMessage']) || undefined;
  const pattern = text(raw['pattern']);
  if (pattern !== '') return { kind: raw['type'] === 'domain' ? 'domain' : 'pattern', pattern, error };
  const format = text(raw['format']);
  return format === '' ? undefined : { kind: 'format', format, error };
};

const readField = (raw: Raw): Field => {
  const guide = object(raw['guide']);
  const type = TYPES.find((known) => known === raw['type']) ?? 'text';
  return {
    key: text(raw['key']),
    label: text(raw['label']) || text(raw['key']),
    type,
    required: raw['required'] === true,
    readOnly: raw['readOnly'] === true,
    secret: raw['secret'] !== false || type === 'password',
    masked: type === 'password' || (raw['secret'] === true && type === 'text'),
    placeholder: text(raw['placeholder']),
    description: text(guide['description']) || text(raw['description']),
    tooltip: text(guide['tooltip']) || text(raw['tooltip']),
    value: text(raw['value']),
    options: objects(raw['options']).map((option) => ({
      label: text(option['label']) || text(option['value']),
      value: text(option['value']),
    })),
    rule: type === 'select' ? undefined : readRule(raw['validation']),
    display: raw['display'] !== false,
    condition: raw['condition'],
  };
};

const readNotice = (raw: Raw): Notice => ({
  key: text(raw['key']),
  tone: raw['type'] === 'warning' ? 'warning' : 'info',
  text: text(raw['description']),
  position: raw['position'] === 'bottom' ? 'bottom' : 'top',
  anchor: text(raw['anchor']) || undefined,
});

const readImage = (value: unknown): GuideImage | undefined => {
  const raw = object(value);
  return text(raw['src']) === '' ? undefined : { src: text(raw['src']), alt: text(raw['alt']) };
};

/** Reads a connection guide; nothing when it says nothing. */
export function readGuide(value: unknown): Guide | undefined {
  const raw = object(value);
  const sections = objects(raw['sections']).map((section) => ({
    title: text(section['title']),
    content: text(section['content']),
    list: texts(section['list']),
    image: readImage(section['image']),
    applicableScopes: texts(section['applicableScopes']),
    steps: objects(section['steps']).map((step) => ({
      title: text(step['title']),
      content: text(step['content']),
      list: texts(step['list']),
      image: readImage(step['image']),
      applicableScopes: texts(step['applicableScopes']),
      showScopes: step['displayScopes'] === true || texts(step['displayScopes']).length > 0,
      displayScopes: Array.isArray(step['displayScopes']) ? texts(step['displayScopes']) : [],
    })),
  }));
  const warning = text(raw['warning']);
  return warning === '' && sections.length === 0 ? undefined : { warning, sections };
}

/**
 * Reads `GET /hub/connectors/{integration_id}`.
 *
 * What stands beside the fields (guide, scopes, demo credentials, environment) is read from the config or next to it.
 */
export function readConnector(body: unknown): Connector {
  const answer = object(body);
  const config = object(answer['config']);
  const beside = (key: string): unknown => config[key] ?? answer[key];
  const grant = text(config['grantType']);
  return {
    key: text(config['key']),
    name: text(config['name']) || text(config['key']),
    opensSignIn: config['type'] === 'oauth2' && (grant === '' || grant === 'authorization_code'),
    fields: objects(config['configFields'])
      .map(readField)
      .filter((field) => field.key !== ''),
    notices: objects(config['configNotices'])
      .map(readNotice)
      .filter((notice) => notice.text !== ''),
    guide: readGuide(beside('guide')),
    scopes: objects(beside('scopes'))
      .map((scope) => ({ name: text(scope['name']), description: text(scope['description']) }))
      .filter((scope) => scope.name !== ''),
    demoCredentials: objects(beside('demo_credentials')).map((set) => ({
      name: text(set['name']),
      description: text(set['description']),
      fields: textMap(set['fields']),
    })),
    supportLink: text(object(config['support'])['link']),
    environment: text(beside('environment')),
  };
}
