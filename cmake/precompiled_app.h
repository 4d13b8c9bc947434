#pragma once

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <Eigen/Core>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
