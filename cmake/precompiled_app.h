#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
