#include "capi/guard.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace poldyn::capi {
namespace {

struct LastError {
  std::string text;
  std::string json = "[]";
  bool no_memory = false;
};

LastError& last() {
  thread_local LastError error;
  return error;
}

nlohmann::ordered_json entry_of(const Mistake& mistake) {
  nlohmann::ordered_json entry{{"place", to_text(mistake.place)}};
  if (mistake.place.line > 0) entry.update({{"line", mistake.place.line}, {"column", mistake.place.column}});
  entry.update({{"key", mistake.key}, {"problem", mistake.problem}, {"remedy", mistake.remedy}});
  return entry;
}

poldyn_status status_of(Blame blame) { return blame == Blame::no_input ? POLDYN_NO_TEXT : POLDYN_MISTAKE; }

}  // namespace

std::string as_json(const std::vector<Mistake>& mistakes) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Mistake& mistake : mistakes) list.push_back(entry_of(mistake));
  // What a reader wrote may be no UTF-8: it is shown as far as it is.
  return list.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void begin_call() {
  LastError& error = last();
  error.no_memory = false;
  if (error.text.empty()) return;
  error.text.clear();
  error.json = "[]";
}

int fail(poldyn_status status, std::string problem) {
  const std::vector<Mistake> one{{{}, "", std::move(problem), "", Blame::data}};
  last().json = as_json(one);
  last().text = one.front().problem;
  return status;
}

int fail(const std::vector<Mistake>& mistakes) {
  last().json = as_json(mistakes);
  last().text = to_text(mistakes);
  return mistakes.empty() ? POLDYN_BUG : status_of(mistakes.front().blame);
}

int fail_without_memory() noexcept {
  last().no_memory = true;
  return POLDYN_NO_MEMORY;
}

const char* last_error() { return last().no_memory ? "there is not enough memory" : last().text.c_str(); }

const char* last_error_json() {
  return last().no_memory ? R"([{"place":"","key":"","problem":"there is not enough memory","remedy":""}])"
                          : last().json.c_str();
}

}  // namespace poldyn::capi
