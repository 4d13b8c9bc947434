#include "app/glossary/glossary.h"

#include <set>
#include <string>

#include "sim/observe/metric_rows.h"
#include "tests/catch.h"

using namespace poldyn;

TEST_CASE("glossary: every metric has its sentence, and none stands there for nothing", "[glossary]") {
  std::set<std::string> used;
  for (const auto rows : {sampled_metrics(), total_metrics()})
    for (const MetricRow& row : rows) {
      const std::string name = std::string(row.family) + "/" + std::string(row.name);
      const std::string words = app::plain_words(name);
      INFO(name);
      CHECK(words.size() > 20);
      CHECK(words.find('|') == words.npos);
      CHECK(words != std::string(row.meaning));
      CHECK(words.ends_with('.'));
      CHECK_FALSE(words.starts_with("The same"));  // it stands alone under a picture, without the row before it
      used.insert(name);
    }
  for (const auto name : app::names_in_plain_words()) {
    INFO(name);
    // A name may stand there for its mean over a run alone.
    const std::string mean = std::string(name).insert(name.find('/') + 1, "mean_");
    CHECK((used.contains(std::string(name)) || used.contains(mean)));
  }
}

TEST_CASE("glossary: no name twice, and no sentence twice", "[glossary]") {
  std::set<std::string> names, sentences;
  for (const auto name : app::names_in_plain_words()) {
    INFO(name);
    CHECK(names.emplace(name).second);
    CHECK(sentences.insert(app::plain_words(name)).second);
  }
}

TEST_CASE("glossary: by any path, and means over the run by the sampled one", "[glossary]") {
  CHECK(app::plain_words("/metrics/fragmentation/clone_share") == app::plain_words("fragmentation/clone_share"));
  CHECK(app::plain_words("totals/fragmentation/mean_clone_share") ==
        app::plain_words("fragmentation/clone_share") + " Averaged over the run after its warm-up.");
  CHECK(app::plain_words("totals/fragmentation/nonsense").empty());
  CHECK(app::plain_words("").empty());
}
