import { flag, integer, json, type Migration, type Reference, sequence, text, time } from './tables.ts';

const ofProject: Reference = { columns: ['project_id'], table: 'projects', to: ['id'], onDelete: 'cascade' };

/** Organizations, projects and what belongs to a project: keys, auth configs, sessions, accounts and logs. */
export const platform: Migration = {
  name: '0001-platform',
  async up({ createTable }) {
    await createTable('organizations', {
      columns: { id: text, name: text, created_at: time },
      primaryKey: ['id'],
    });

    await createTable('projects', {
      columns: { id: text, organization_id: text, name: text, settings: json, created_at: time, updated_at: time },
      primaryKey: ['id'],
      references: [{ columns: ['organization_id'], table: 'organizations', to: ['id'], onDelete: 'no action' }],
      indexes: [{ columns: ['organization_id'] }],
    });

    await createTable('api_keys', {
      columns: {
        project_id: text,
        id: text,
        name: text,
        hash: text,
        prefix: text,
        scopes: json,
        enabled: flag,
        created_at: time,
        expires_at: time.optional,
        last_used_at: time.optional,
        deleted_at: time.optional,
      },
      primaryKey: ['project_id', 'id'],
      references: [ofProject],
      indexes: [{ columns: ['hash'], unique: true }],
    });

    await createTable('auth_configs', {
      columns: {
        project_id: text,
        id: text,
        connector_key: text,
        name: text,
        auth_method_key: text,
        environment: text,
        enabled: flag,
        is_default: flag,
        setup_sealed: text.optional,
        setup: json,
        actions: json.optional,
        version_pin: text.optional,
        created_at: time,
        updated_at: time,
      },
      primaryKey: ['project_id', 'id'],
      references: [ofProject],
      indexes: [
        { columns: ['project_id', 'connector_key'] },
        { columns: ['project_id', 'connector_key', 'environment'], unique: true, where: 'is_default = 1' },
      ],
    });

    await createTable('accounts', {
      columns: {
        project_id: text,
        id: text,
        auth_config_id: text,
        provider: text,
        environment: text,
        auth_method_key: text,
        origin_owner_id: text,
        origin_owner_name: text,
        origin_username: text.optional,
        label: text.optional,
        metadata: json.optional,
        type: text,
        shared: flag,
        status: text,
        status_reasons: json,
        setup: json,
        credentials_sealed: text,
        credentials_version: integer,
        granted_scopes: json.optional,
        created_at: time,
        updated_at: time,
        last_checked_at: time.optional,
      },
      primaryKey: ['project_id', 'id'],
      references: [
        ofProject,
        {
          columns: ['project_id', 'auth_config_id'],
          table: 'auth_configs',
          to: ['project_id', 'id'],
          onDelete: 'no action',
        },
      ],
      indexes: [
        {
          name: 'accounts_identity_index',
          columns: ['project_id', 'origin_owner_id', 'origin_owner_name', 'provider'],
        },
        { columns: ['project_id', 'auth_config_id'] },
        { columns: ['project_id', 'provider'] },
        { columns: ['project_id', 'created_at', 'id'] },
      ],
    });

    await createTable('connect_sessions', {
      columns: {
        project_id: text,
        id: sequence,
        token_hash: text,
        origin_owner_id: text,
        origin_owner_name: text,
        origin_username: text.optional,
        provider: text.optional,
        auth_config_id: text.optional,
        categories: json.optional,
        account_id: text.optional,
        label: text.optional,
        metadata: json.optional,
        type: text,
        multiple: flag,
        external_trigger_token: text.optional,
        created_at: time,
        expires_at: time,
        used_at: time.optional,
      },
      primaryKey: ['project_id', 'id'],
      references: [
        ofProject,
        // A session that is bound to an account or an auth config has no use without it.
        { columns: ['project_id', 'account_id'], table: 'accounts', to: ['project_id', 'id'], onDelete: 'cascade' },
        {
          columns: ['project_id', 'auth_config_id'],
          table: 'auth_configs',
          to: ['project_id', 'id'],
          onDelete: 'cascade',
        },
      ],
      indexes: [
        { columns: ['token_hash'], unique: true },
        { columns: ['expires_at'] },
        { columns: ['project_id', 'account_id'] },
        { columns: ['project_id', 'auth_config_id'] },
      ],
    });

    // Logs refer to nothing: they outlive what they tell of, arrive by the thousand and are deleted by age.
    await createTable('request_logs', {
      columns: {
        project_id: text,
        request_id: text,
        category: text,
        account_id: text.optional,
        provider: text.optional,
        action: text.optional,
        source_type: text,
        source_id: text,
        source_ip: text,
        method: text,
        path: text,
        status: integer,
        success: flag,
        error_code: text.optional,
        started_at: time,
        duration_ms: integer,
        request: json.optional,
        response: json.optional,
      },
      // Request ids rise with time, so this key is the order of lists and what old rows are pruned by.
      primaryKey: ['project_id', 'request_id'],
      indexes: [{ columns: ['project_id', 'account_id', 'request_id'] }],
    });

    await createTable('step_logs', {
      columns: {
        project_id: text,
        id: text,
        request_id: text,
        account_id: text,
        provider: text,
        action: text,
        step_id: text,
        method: text,
        url: text,
        status: integer.optional,
        error: text.optional,
        started_at: time,
        duration_ms: integer,
        request: json.optional,
        response: json.optional,
      },
      primaryKey: ['project_id', 'id'],
      indexes: [{ columns: ['project_id', 'request_id'] }],
    });

    await createTable('server_meta', { columns: { key: text, value: text }, primaryKey: ['key'] });
  },
};
