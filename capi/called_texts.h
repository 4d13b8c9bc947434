#pragma once

#include <map>
#include <string>

#include "capi/poldyn.h"
#include "sim/reading/text_store.h"

namespace poldyn::capi {

/// Texts that a caller hands over one by one, when they are asked for, and that are remembered. Names are paths with /,
/// as in files. The first text is there already.
class CalledTexts : public MemoryTexts {
 public:
  CalledTexts(std::map<std::string, std::string>& known, poldyn_text_source source, void* context)
      : MemoryTexts({}), known_(known), source_(source), context_(context) {}

  std::variant<std::string, TextFault> read(const std::string& name, std::size_t limit, Asker asker) const override;

 private:
  std::map<std::string, std::string>& known_;
  poldyn_text_source source_;
  void* context_;
};

}  // namespace poldyn::capi
