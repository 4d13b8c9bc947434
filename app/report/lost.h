#pragma once

#include <string>

#include "app/report/material.h"

/// What never came out, told of every side by name: a mean over what did says nothing without it.
namespace poldyn::app {

/// Share of a side's filings without an approval a year after they were made; NaN where nobody files.
double without_approval(const ReportMaterial& material, std::size_t side);

/// ", and under the new rules **one filing in eight** has no approval a year after it was made (the old rules: nobody
/// files)": ends a sentence; empty if on no side it is more than one in twenty.
std::string undecided_clause(const ReportMaterial& material);

/// What a mean over what came out leaves out: filings without a decision at the end and projects given up, by side.
/// Empty if no side counts either.
std::string lost_sentence(const ReportMaterial& material);

}  // namespace poldyn::app
