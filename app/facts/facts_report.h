#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/facts.h"
#include "sim/disk/fact_file.h"

namespace poldyn::app {

struct JudgedFact {
  Fact fact;
  analysis::Judgement judgement;
};

/// A table of all facts, and below it what is known about those that have a remark.
std::string facts_text(const std::vector<JudgedFact>& facts, std::size_t width);
std::string facts_json(const std::vector<JudgedFact>& facts);

}  // namespace poldyn::app
