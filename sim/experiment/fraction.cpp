#include "sim/experiment/fraction.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/reading/nearest.h"

namespace poldyn {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c != '*' && c != ' ' && c != '\t') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::size_t index_of(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

std::variant<Fraction, GeneratorFault> read_fraction(const std::vector<std::string>& names,
                                                     const std::vector<std::string>& generators) {
  constexpr std::size_t most_generators = 20;  // all their products are looked at
  if (generators.size() > most_generators) return GeneratorFault{most_generators, "is one too many: 20 are allowed"};
  const std::size_t k = names.size();
  Fraction made{k, {}, std::vector<std::vector<bool>>(k, std::vector<bool>(k, false))};
  std::vector<bool> defined(k, false);
  std::vector<std::vector<std::size_t>> products(generators.size());
  for (std::size_t g = 0; g < generators.size(); ++g) {
    const auto stroke = generators[g].find('=');
    const auto left = words_of(std::string_view(generators[g]).substr(0, stroke));
    const auto right =
        stroke == std::string::npos ? left : words_of(std::string_view(generators[g]).substr(stroke + 1));
    if (stroke == std::string::npos || left.size() != 1 || right.empty())
      return GeneratorFault{g, "is not of the form D = A*B*C"};
    for (const auto& word : {left, right})
      for (const auto& name : word)
        if (index_of(names, name) == k)
          return GeneratorFault{g, fmt::format("names no factor '{}'; {}", name, suggestion(name, names))};
    const std::size_t target = index_of(names, left.front());
    if (defined[target]) return GeneratorFault{g, fmt::format("defines '{}' a second time", left.front())};
    defined[target] = true;
    for (const auto& name : right) {
      products[g].push_back(index_of(names, name));
      made.generator[target][products[g].back()] = !made.generator[target][products[g].back()];
    }
    const auto& product = made.generator[target];
    if (std::find(product.begin(), product.end(), true) == product.end())
      return GeneratorFault{g, "is a constant: each of its factors stands there twice, and a square is 1"};
  }
  for (std::size_t g = 0; g < generators.size(); ++g)
    for (const std::size_t f : products[g])
      if (defined[f]) return GeneratorFault{g, fmt::format("uses '{}', which is a product itself", names[f])};
  for (std::size_t f = 0; f < k; ++f) {
    if (defined[f]) continue;
    made.free.push_back(f);
    made.generator[f][f] = true;
  }
  return made;
}

std::size_t resolution(const Fraction& fraction) {
  std::vector<std::vector<bool>> words;  // each generator as a product that is constant
  for (std::size_t f = 0; f < fraction.factors; ++f) {
    if (fraction.generator[f][f]) continue;
    words.push_back(fraction.generator[f]);
    words.back()[f] = true;
  }
  std::size_t shortest = 0;
  for (std::size_t subset = 1; subset < (std::size_t{1} << words.size()); ++subset) {
    std::vector<bool> product(fraction.factors, false);
    for (std::size_t w = 0; w < words.size(); ++w)
      for (std::size_t f = 0; f < fraction.factors && (subset >> w & 1U); ++f) product[f] = product[f] != words[w][f];
    const auto length = static_cast<std::size_t>(std::count(product.begin(), product.end(), true));
    if (shortest == 0 || length < shortest) shortest = length;
  }
  return shortest;
}

DesignMatrix fractional_factorial(const Fraction& fraction) {
  const std::size_t points = std::size_t{1} << fraction.free.size();
  DesignMatrix made{fraction.factors, points, std::vector<double>(points * fraction.factors)};
  for (std::size_t point = 0; point < points; ++point) {
    std::vector<bool> high(fraction.factors, false);
    for (std::size_t i = 0; i < fraction.free.size(); ++i)  // the last free factor changes fastest
      high[fraction.free[i]] = (point >> (fraction.free.size() - 1 - i) & 1U) != 0;
    for (std::size_t f = 0; f < fraction.factors; ++f) {
      bool positive = true;
      for (std::size_t g = 0; g < fraction.factors; ++g)
        if (fraction.generator[f][g] && !high[g]) positive = !positive;
      made.at[point * fraction.factors + f] = positive ? 1 : 0;
    }
  }
  return made;
}

}  // namespace poldyn
