package dev.weir.operations.demo;

import dev.weir.operations.demo.DemoFault.Kind;
import java.util.List;

/** All that is wrong with the demo database on purpose, and nothing else. */
public final class DemoFaults {
  private static final List<DemoFault> ALL =
      List.of(
          new DemoFault(
              "tracking-number-not-indexed",
              Kind.MISSING_INDEX,
              "orders.tracking_number",
              "create index orders_tracking_number on orders (tracking_number)",
              "select id, clinic_id, status from orders where tracking_number = 'TRK1303317000'"),
          new DemoFault(
              "reason-index-never-read",
              Kind.UNUSED_INDEX,
              "encounters_reason",
              "drop index encounters_reason",
              null),
          new DemoFault(
              "patient-name-index-twice",
              Kind.DUPLICATE_INDEX,
              "patients_clinic_name_copy",
              "drop index patients_clinic_name_copy",
              null),
          new DemoFault(
              "reminders-never-vacuumed",
              Kind.BLOATED_TABLE,
              "reminders",
              "alter table reminders reset (autovacuum_enabled, toast.autovacuum_enabled)",
              null),
          new DemoFault(
              "latest-value-by-subquery",
              Kind.SLOW_STATEMENT,
              "observations",
              "create index observations_patient on observations (patient_id, code, observed_at)",
              """
              select o.id, o.patient_id, o.value
              from observations o
              where o.clinic_id = 36 and o.code = 'hba1c'
                and o.observed_at = (select max(l.observed_at) from observations l
                                     where l.patient_id = o.patient_id and l.code = o.code)\
              """),
          new DemoFault(
              "device-messages-without-key",
              Kind.NO_PRIMARY_KEY,
              "device_messages",
              "alter table device_messages add primary key (counter)",
              null),
          new DemoFault(
              "claim-numbers-run-out",
              Kind.SEQUENCE_NEAR_END,
              "claim_number_seq",
              "alter sequence claim_number_seq as bigint",
              null),
          new DemoFault(
              "prescription-encounter-not-indexed",
              Kind.UNINDEXED_FOREIGN_KEY,
              "prescriptions.encounter_id",
              "create index prescriptions_encounter on prescriptions (encounter_id)",
              null));

  private DemoFaults() {}

  public static List<DemoFault> all() {
    return ALL;
  }
}
