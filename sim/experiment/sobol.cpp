#include "sim/experiment/sobol.h"

#include <boost/random/sobol.hpp>
#include <stdexcept>

namespace poldyn {

std::vector<std::uint32_t> sobol_sequence(std::size_t points, std::size_t dimensions) {
  if (dimensions > most_sobol_dimensions) throw std::length_error("more factors than the Sobol' sequence is known for");
  std::vector<std::uint32_t> made(points * dimensions, 0);
  if (points < 2 || dimensions == 0) return made;
  boost::random::sobol_engine<std::uint32_t, 32> engine(dimensions);  // begins behind the origin
  for (std::size_t i = dimensions; i < made.size(); ++i) made[i] = engine();
  return made;
}

}  // namespace poldyn
