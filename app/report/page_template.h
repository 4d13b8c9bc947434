#pragma once

#include <string_view>

namespace poldyn::app {

/// The page without its content (web/build.mjs), in which "<!--poldyn:title-->", "<!--poldyn:main-->" and
/// "<!--poldyn:charts-->" stand once each; empty in a program that was built without node and npm.
std::string_view page_template();

}  // namespace poldyn::app
