package dev.weir.connector.sql;

import dev.weir.spi.StatementKind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the engines whose effect is known by name. {@link StatementKind#READ} is one
 * that may run twice without harm; {@link StatementKind#WRITE} changes or locks; {@link
 * StatementKind#CONTROL} reaches files, settings, other sessions or servers, or runs a text that
 * cannot be seen here. The others are somebody's own, and may do anything that their owner allowed.
 */
final class KnownFunctions {
  private static final String PURE =
      """
      count sum avg min max every bool_and bool_or bit_and bit_or bit_xor string_agg array_agg
      json_agg jsonb_agg json_object_agg jsonb_object_agg xmlagg group_concat json_arrayagg
      json_objectagg json_group_array json_group_object jsonb_group_array jsonb_group_object total
      stddev stddev_pop stddev_samp std variance var_pop var_samp corr covar_pop covar_samp
      regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
      mode percentile_cont percentile_disc median any_value range_agg range_intersect_agg grouping
      row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value
      nth_value
      abs ceil ceiling floor round trunc truncate sign sqrt cbrt power pow exp ln log log2 log10 mod
      div gcd lcm factorial pi degrees radians sin cos tan cot asin acos atan atan2 sinh cosh tanh
      asinh acosh atanh sind cosd tand random rand randomblob scale min_scale trim_scale
      width_bucket greatest least conv crc32 bit_count
      length char_length character_length octet_length bit_length lower upper lcase ucase initcap
      trim ltrim rtrim btrim lpad rpad left right substr substring substring_index mid position
      locate instr strpos replace repeat reverse translate concat concat_ws format split_part
      starts_with overlay ascii chr char unicode hex unhex quote quote_ident quote_literal
      quote_nullable md5 sha1 sha sha2 sha224 sha256 sha384 sha512 encode decode to_hex
      convert convert_from convert_to normalize regexp_match regexp_matches regexp_replace
      regexp_split_to_array regexp_split_to_table regexp_count regexp_instr regexp_like
      regexp_substr string_to_array string_to_table array_to_string elt field find_in_set
      export_set make_set insert space soundex strcmp to_base64 from_base64 printf glob like
      likelihood likely unlikely similarity word_similarity levenshtein metaphone unaccent
      coalesce nullif ifnull isnull nvl nvl2 if iif typeof pg_typeof interval
      now current_date current_time current_timestamp localtime localtimestamp clock_timestamp
      statement_timestamp transaction_timestamp timeofday curdate curtime sysdate utc_date utc_time
      utc_timestamp unix_timestamp from_unixtime date time datetime timestamp julianday strftime
      unixepoch timediff date_trunc date_part date_bin extract age make_date make_time
      make_timestamp make_timestamptz make_interval to_char to_date to_timestamp to_number isfinite
      justify_days justify_hours justify_interval date_add date_sub adddate subdate addtime subtime
      datediff timestampdiff timestampadd date_format str_to_date time_format time_to_sec
      sec_to_time to_days from_days to_seconds year quarter month week weekday weekofyear yearweek
      day dayname dayofmonth dayofweek dayofyear monthname hour minute second microsecond last_day
      makedate maketime period_add period_diff convert_tz get_format
      json json_array json_object json_extract json_unquote json_quote json_value json_query
      json_exists json_valid json_type json_length json_depth json_keys json_contains
      json_contains_path json_search json_overlaps json_pretty json_set json_insert json_replace
      json_remove json_merge_patch json_merge_preserve json_patch json_each json_tree json_table
      json_array_length json_error_position json_scalar json_serialize member jsonb jsonb_extract
      jsonb_each jsonb_tree jsonb_array jsonb_object jsonb_patch jsonb_remove jsonb_replace
      json_build_object json_build_array jsonb_build_object jsonb_build_array to_json to_jsonb
      row_to_json array_to_json json_each_text jsonb_each_text json_extract_path
      json_extract_path_text jsonb_extract_path jsonb_extract_path_text json_object_keys
      jsonb_object_keys json_array_elements jsonb_array_elements json_array_elements_text
      jsonb_array_elements_text jsonb_array_length json_typeof jsonb_typeof json_to_record
      jsonb_to_record json_to_recordset jsonb_to_recordset json_populate_record
      jsonb_populate_record json_populate_recordset jsonb_populate_recordset json_strip_nulls
      jsonb_strip_nulls jsonb_set jsonb_set_lax jsonb_insert jsonb_pretty jsonb_path_exists
      jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first
      array_append array_cat array_dims array_fill array_length array_lower array_ndims
      array_position array_positions array_prepend array_remove array_replace array_upper
      array_sample array_shuffle cardinality trim_array unnest generate_series generate_subscripts
      lower_inc upper_inc lower_inf upper_inf isempty range_merge int4range int8range numrange
      tsrange tstzrange daterange
      to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank
      ts_rank_cd ts_headline setweight numnode querytree tsvector_to_array array_to_tsvector against
      match highlight snippet bm25 offsets
      uuid gen_random_uuid uuid_generate_v4 uuidv4 uuidv7 uuid_to_bin bin_to_uuid is_uuid
      inet_aton inet_ntoa inet6_aton inet6_ntoa is_ipv4 is_ipv6 host network netmask masklen family
      zeroblob changes total_changes last_insert_rowid row_count found_rows sqlite_version
      sqlite_source_id sqlite_compileoption_get sqlite_compileoption_used
      version database schema user current_user session_user system_user current_schema
      current_schemas current_database current_catalog current_setting connection_id charset
      collation coercibility inet_server_addr inet_server_port inet_client_addr inet_client_port
      has_table_privilege has_schema_privilege has_column_privilege has_database_privilege
      has_function_privilege has_sequence_privilege has_any_column_privilege has_type_privilege
      to_regclass to_regtype to_regproc to_regprocedure to_regnamespace to_regrole format_type
      obj_description col_description shobj_description txid_current_if_assigned
      pg_get_constraintdef pg_get_indexdef pg_get_viewdef pg_get_expr pg_get_functiondef
      pg_get_function_arguments pg_get_function_identity_arguments pg_get_function_result
      pg_get_keywords pg_get_partkeydef pg_get_ruledef pg_get_serial_sequence pg_get_triggerdef
      pg_get_userbyid pg_get_statisticsobjdef pg_table_size pg_relation_size pg_total_relation_size
      pg_database_size pg_indexes_size pg_size_pretty pg_size_bytes pg_column_size
      pg_tablespace_size pg_table_is_visible pg_type_is_visible pg_function_is_visible
      pg_operator_is_visible pg_opclass_is_visible pg_collation_is_visible pg_backend_pid
      pg_is_in_recovery pg_is_wal_replay_paused pg_last_wal_receive_lsn pg_last_wal_replay_lsn
      pg_last_xact_replay_timestamp pg_current_wal_lsn pg_current_wal_insert_lsn
      pg_current_wal_flush_lsn pg_wal_lsn_diff pg_walfile_name pg_postmaster_start_time
      pg_conf_load_time pg_encoding_to_char pg_char_to_encoding pg_client_encoding pg_has_role
      pg_blocking_pids pg_my_temp_schema pg_options_to_table pg_describe_object pg_identify_object
      pg_collation_for pg_lock_status pg_relation_filenode pg_relation_filepath
      pg_tablespace_location pg_timezone_names pg_timezone_abbrevs pg_input_is_valid
      pg_index_column_has_property pg_index_has_property pg_indexam_has_property
      pg_partition_tree pg_partition_root pg_partition_ancestors pg_available_extensions
      pg_show_all_settings pg_stat_get_activity
      pragma_table_info pragma_table_xinfo pragma_table_list pragma_index_list pragma_index_info
      pragma_index_xinfo pragma_foreign_key_list pragma_database_list pragma_compile_options
      pragma_function_list pragma_collation_list
      geometry st_point st_makepoint st_setsrid st_distance st_dwithin st_within st_contains
      st_intersects st_area st_length st_astext st_asgeojson st_geomfromtext st_x st_y st_srid
      extractvalue xpath xpath_exists xmlelement xmlforest xmlconcat xmlparse xmlserialize xmltable
      xmlexists
      varchar char character nchar varying text numeric decimal dec float real bit binary varbinary
      timestamptz timetz signed unsigned int integer
      filter within rollup cube sets materialized lateral over system bernoulli operator recursive
      """;

  private static final String CHANGING =
      """
      nextval setval lastval_set get_lock release_lock release_all_locks pg_notify
      pg_advisory_lock pg_advisory_lock_shared pg_advisory_xact_lock pg_advisory_xact_lock_shared
      pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock
      pg_try_advisory_xact_lock_shared pg_advisory_unlock pg_advisory_unlock_shared
      pg_advisory_unlock_all
      """;

  /** Sees, waits or remembers, but harms nobody; not known to be the same twice. */
  private static final String IMPURE =
      """
      pg_sleep pg_sleep_for pg_sleep_until pg_current_xact_id pg_current_snapshot pg_prewarm
      pg_stat_get_backend_pid pg_trigger_depth pg_listening_channels pg_is_other_temp_schema
      """;

  private static final String CONTROLLING =
      """
      set_config query_to_xml query_to_xmlschema query_to_xml_and_xmlschema cursor_to_xml
      cursor_to_xmlschema table_to_xml table_to_xmlschema table_to_xml_and_xmlschema schema_to_xml
      schema_to_xmlschema schema_to_xml_and_xmlschema database_to_xml database_to_xmlschema
      database_to_xml_and_xmlschema ts_stat ts_rewrite crosstab crosstab2 crosstab3 crosstab4
      crosstabn connectby loread lowrite xslt_process load_file sleep benchmark load_extension
      readfile writefile edit fts3_tokenizer sys_exec sys_eval sys_get sys_set sys_bineval shell
      master_pos_wait source_pos_wait wait_for_executed_gtid_set
      """;

  /** Families that reach beyond the rows, unless a member is named above. */
  private static final String[] CONTROLLING_FAMILIES = {
    "pg_",
    "lo_",
    "dblink",
    "keyring_",
    "audit_log_",
    "version_tokens_",
    "group_replication_",
    "asynchronous_connection_",
    "binary_upgrade_",
    "aws_",
    "lib_mysqludf",
    "pragma_"
  };

  private static final Words<StatementKind> KNOWN = known();

  private KnownFunctions() {}

  private static Words<StatementKind> known() {
    Map<String, StatementKind> all = new HashMap<>();
    put(all, PURE, StatementKind.READ);
    put(all, IMPURE, StatementKind.UNKNOWN);
    put(all, CHANGING, StatementKind.WRITE);
    put(all, CONTROLLING, StatementKind.CONTROL);
    return new Words<>(all);
  }

  private static void put(Map<String, StatementKind> all, String names, StatementKind kind) {
    names
        .strip()
        .lines()
        .flatMap(line -> java.util.Arrays.stream(line.split(" ", -1)))
        .forEach(name -> all.put(name, kind));
  }

  /** What a function of this name does; null for one that is not known. */
  static @Nullable StatementKind find(String text, int start, int end) {
    StatementKind found = KNOWN.find(text, start, end);
    if (found == StatementKind.UNKNOWN) {
      return null;
    }
    return found == null && ofFamily(text, start, end) ? StatementKind.CONTROL : found;
  }

  private static boolean ofFamily(String text, int start, int end) {
    for (String family : CONTROLLING_FAMILIES) {
      if (end - start >= family.length()
          && text.regionMatches(true, start, family, 0, family.length())) {
        return true;
      }
    }
    return false;
  }
}
