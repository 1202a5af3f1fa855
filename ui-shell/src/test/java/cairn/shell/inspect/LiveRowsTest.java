package cairn.shell.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class LiveRowsTest {
  private record Row(int key, int value) {}

  private final LiveRows<Integer, Row> rows = new LiveRows<>(Row::key);

  @Test
  void aRowThatStaysIsTheSameObjectAndSaysTheNewThing() {
    rows.take(List.of(new Row(1, 10), new Row(2, 20)));
    var first = rows.shown().getFirst();

    rows.take(List.of(new Row(1, 11), new Row(2, 20)));

    assertThat(rows.shown().getFirst()).isSameAs(first);
    assertThat(first.now()).isEqualTo(new Row(1, 11));
  }

  @Test
  void whatDoesNotChangeFiresNothing() {
    rows.take(List.of(new Row(1, 10), new Row(2, 20)));
    var changes = new ArrayList<Object>();
    rows.shown().addListener((ListChangeListener<LiveRow<Row>>) changes::add);
    rows.shown().getFirst().nowProperty().addListener((of, before, now) -> changes.add(now));

    rows.take(List.of(new Row(1, 10), new Row(2, 21)));

    assertThat(changes).isEmpty();
  }

  @Test
  void theOrderIsKeptWhileValuesChange() {
    rows.order(Comparator.comparingInt((LiveRow<Row> row) -> row.now().value()).reversed());
    rows.take(List.of(new Row(1, 10), new Row(2, 20), new Row(3, 20)));
    assertThat(keys()).containsExactly(2, 3, 1);

    rows.take(List.of(new Row(1, 30), new Row(2, 20), new Row(3, 25), new Row(4, 1)));

    assertThat(keys()).containsExactly(1, 3, 2, 4);
  }

  @Test
  void theFilterFollowsTheValues() {
    rows.filter(row -> row.value() > 5);
    rows.take(List.of(new Row(1, 10), new Row(2, 1)));
    assertThat(keys()).containsExactly(1);

    rows.take(List.of(new Row(1, 2), new Row(2, 9)));

    assertThat(keys()).containsExactly(2);
  }

  @Test
  void whateverComesTheRowsAreWhatAFreshTableWouldShow() {
    var random = new Random(7);
    rows.order(Comparator.comparingInt(row -> row.now().value()));
    for (int round = 0; round < 500; round++) {
      var newest = new ArrayList<Row>();
      for (int key = 0; key < 30; key++)
        if (random.nextBoolean()) newest.add(new Row(key, random.nextInt(10)));
      int least = random.nextInt(5);
      rows.filter(row -> row.value() >= least);

      rows.take(newest);

      assertThat(rows.shown())
          .extracting(LiveRow::now)
          .containsExactlyElementsOf(
              newest.stream()
                  .filter(row -> row.value() >= least)
                  .sorted(Comparator.comparingInt(Row::value).thenComparingInt(Row::key))
                  .toList());
    }
  }

  private List<Integer> keys() {
    return rows.shown().stream().map(row -> row.now().key()).toList();
  }
}
