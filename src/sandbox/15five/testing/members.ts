/** Members of each kind of answer, by the request that gives it. */
export const MEMBERS: Readonly<Record<string, string>> = {
  '/user/':
    'id global_id first_name last_name email employee_id title location is_active is_reporter is_reviewer is_company_admin reviewer_id company_groups_ids first_login_ts last_login_ts create_ts update_ts',
  '/group/':
    'id name group_type group_type_name members members_count admins is_peer_view is_peer_drilldown skip_company_wide_questions create_ts',
  '/group-type/': 'id name_singular name_plural company_group_set create_ts',
  '/department/': 'id name create_ts',
  '/attribute/': 'id name slug datatype create_ts update_ts',
  '/attribute_value/': 'id value user attribute create_ts update_ts',
  '/objective/':
    'id description long_description scope state color percentage start_ts end_ts user user_id parent group departments tags visibility viewable_by_users weight sort_order marked_completed_ts create_ts update_ts key_results',
  '/objective/history/': 'objective_id event user create_ts update_ts',
  '/high-five/': 'id text creator creator_id creator_details receivers email_receivers report create_ts',
  '/report/': 'id user due_date',
  '/report/:id/':
    'id user due_date reporting_period reporting_period_start reporting_period_end submit_ts reviewed_ts reviewed_by was_submitted_late groups questions answers comments goals accomplishments',
  '/answer/': 'id report_id question user answer_text create_ts',
  '/answer/:id/': 'id report_id question user answer_text create_ts goal_status comments',
  '/question/': 'id question_text question_type create_ts update_ts',
  '/priority/': 'id user_id manager_id text status create_ts update_ts',
  '/pulse/': 'id value user report create_ts',
  '/one-on-one/':
    'id user_1 user_1_role user_1_details user_2 user_2_role user_2_details is_draft for_date end_ts create_ts',
  '/review-cycle/': 'id name status start_ts end_ts create_ts',
  '/review-cycle/:id/participants/': 'id user manager create_ts update_ts hierarchy_update_ts',
  '/review-cycle/:id/reviews/': 'id review_type user author status due_date answers create_ts update_ts',
  '/review-cycle/:id/results/performance-measurements/': 'id user_id manager_id measurements',
  '/vacation/': 'id user start_dt end_dt note create_ts',
  '/security-audit/': 'id actor type extra create_ts',
};
