#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace poldyn::app {

/// What a metric tells, in a sentence for people who make or study policy: of "metrics/fragmentation/registered" or a
/// total's path, with or without slash before it. The mean of a sampled metric over a run, "mean_NAME", has that one's
/// sentence and a note. Empty if there is no such metric.
std::string plain_words(std::string_view path);

/// Names of the table, "family/name", for tests.
std::vector<std::string_view> names_in_plain_words();

/// All metrics by family, each with its unit and its sentence.
std::string glossary_markdown();

}  // namespace poldyn::app
