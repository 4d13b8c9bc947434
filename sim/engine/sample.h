#pragma once

#include "sim/base/law.h"
#include "sim/engine/stream.h"

namespace poldyn {

/// One value of `law`, in the law's unit. Draws from `stream` only; a constant draws nothing.
/// Exponential and normal variates are the quantiles of one uniform number, so they rise or fall with it (common random
/// numbers stay matched); gamma variates are Marsaglia & Tsang's. The rest follow by inversion or by transformation of
/// these. No library has a part in them: their bits are the same with every compiler and on every processor.
double sample(const Law& law, Stream& stream);

/// The same law with what takes time to find found beforehand: the shape of a Weibull law, a root. sample() gives the
/// same values of both, bit for bit.
Law prepared(Law law);

double exponential_variate(Stream& stream);  ///< mean 1
double normal_variate(Stream& stream);       ///< mean 0, standard deviation 1
double gumbel_variate(Stream& stream);       ///< location 0, scale 1: the noise behind a logit choice

/// Shape k of the Weibull law with this coefficient of variation: root of Gamma(1+2/k)/Gamma(1+1/k)^2 = 1 + cv^2.
/// Precondition: cv > 0.
double weibull_shape(double cv);

}  // namespace poldyn
