#pragma once

#include "app/report/exhibit.h"
#include "app/report/study_material.h"

namespace poldyn::app {

/// From where a response lies while a factor is low to where it lies while it is high.
struct TornadoBar {
  const analysis::FactorInfluence* of = nullptr;
  analysis::Estimate low, high;  ///< of a Morris design without interval: half a mean effect each way
  analysis::Estimate change;     ///< high less low
  double span() const;
  bool told_apart() const { return change.low() > 0 || change.high() < 0; }
};

/// The longest bar first. Factors without one are left out.
std::vector<TornadoBar> tornado_of(const analysis::Influence& influence);

/// Bars of all factors, a panel for each base. Without `wide` if there is none.
ReportChart tornado_chart(const StudyMaterial& material, const StudyResponse& response, const std::string& id);

}  // namespace poldyn::app
