#pragma once

#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace peers {

/// Numbers drawn beforehand, exponential with mean 1: the same file for every contestant, in every language.
class Table {
 public:
  explicit Table(const std::string& file) {
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    numbers_.resize(in ? static_cast<std::size_t>(in.tellg()) / sizeof(double) : 0);
    in.seekg(0);
    in.read(reinterpret_cast<char*>(numbers_.data()), static_cast<std::streamsize>(numbers_.size() * sizeof(double)));
    if (!in || numbers_.empty()) throw std::runtime_error(file + " is not a table of numbers");
  }

  /// One after another, and from the start again after the last.
  double next() {
    if (next_ == numbers_.size()) next_ = 0;
    return numbers_[next_++];
  }

  /// `count` of them from number `first` on, times `mean`.
  std::vector<double> slice(std::size_t first, std::size_t count, double mean) const {
    if (first + count > numbers_.size()) throw std::runtime_error("the table of numbers is too short");
    std::vector<double> part(numbers_.begin() + static_cast<std::ptrdiff_t>(first),
                             numbers_.begin() + static_cast<std::ptrdiff_t>(first + count));
    for (double& number : part) number *= mean;
    return part;
  }

 private:
  std::vector<double> numbers_;
  std::size_t next_ = 0;
};

}  // namespace peers
