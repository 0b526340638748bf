package dev.weir.advisor.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.advisor.postgresql.Predicates.Kind;
import dev.weir.advisor.postgresql.Predicates.Term;
import org.junit.jupiter.api.Test;

class PredicatesTest {
  @Test
  void comparisonsOfAConjunctionAreRead() {
    assertThat(
            Predicates.read(
                "((o.code = 'a AND (b'::text) AND (o.at > $2) AND ((o.ref)::text = $3))"))
        .containsExactly(
            new Term("o", "code", Kind.EQUAL, 0, false),
            new Term("o", "at", Kind.RANGE, 2, false),
            new Term("o", "ref", Kind.EQUAL, 3, false));
  }

  @Test
  void aJoinIsReadFromBothSides() {
    assertThat(Predicates.read("(o.id = l.order_id)"))
        .containsExactly(
            new Term("o", "id", Kind.JOIN, 0, false),
            new Term("l", "order_id", Kind.JOIN, 0, false));
  }

  @Test
  void anExpressionIsAKey() {
    assertThat(Predicates.read("(lower(c.email) = $1)"))
        .containsExactly(new Term("c", "(lower(email))", Kind.EQUAL, 1, false));
  }

  @Test
  void armsOfAnOrStandAlone() {
    assertThat(Predicates.read("((o.a = 1) OR (o.b = 2))")).allMatch(Term::arm).hasSize(2);
  }

  @Test
  void namesInQuotesKeepThem() {
    assertThat(Predicates.read("(\"Odd\".\"the \"\"ref\" = 5)"))
        .containsExactly(new Term("\"Odd\"", "\"the \"\"ref\"", Kind.EQUAL, 0, false));
  }

  @Test
  void whatNoIndexServesIsLeftOut() {
    assertThat(Predicates.read("((o.a + o.b) = 3)")).isEmpty();
    assertThat(Predicates.read("(o.a <> 3)")).isEmpty();
    assertThat(Predicates.read("(o.a = o.b)")).isEmpty();
    assertThat(Predicates.read("(hashed SubPlan 1)")).isEmpty();
  }

  @Test
  void whatIsLookedForWithinDocumentsAndTextsIsRead() {
    assertThat(Predicates.read("((p.data @> '{\"a\": 1}'::jsonb) AND (p.title ~~* '%x%'::text))"))
        .containsExactly(
            new Term("p", "data", Kind.CONTAINS, 0, false),
            new Term("p", "title", Kind.PATTERN, 0, false));
    assertThat(Predicates.read("(p.title ~~ '%x'::text)"))
        .containsExactly(new Term("p", "title", Kind.PATTERN, 0, false));
    assertThat(Predicates.read("(p.title ~~ 'x%'::text)"))
        .containsExactly(new Term("p", "title", Kind.RANGE, 0, false));
  }

  @Test
  void conditionsAreWhatHoldsWhateverTheValuesAre() {
    assertThat(
            Predicates.conditions(
                "((j.state = 'open'::text) AND (j.done_at IS NULL) AND j.urgent AND (j.queue = $1)"
                    + " AND ((j.a = 1) OR (j.b = 2)))"))
        .extracting(Predicates.Condition::text)
        .containsExactly("state = 'open'::text", "done_at IS NULL", "urgent");
  }
}
