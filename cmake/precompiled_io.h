#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <Eigen/Core>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
