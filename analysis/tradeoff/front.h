#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

namespace poldyn::analysis {

/// Which rows no other row dominates: none is as low in every column and lower in one. `costs`: (policy, metric), low
/// is better, all finite. Equal rows are on the front together. Rows in lexicographic order are held against the front
/// so far (Kung, Luccio & Preparata 1975, J. ACM 22, 469, have the order): n log n + n times the length of the front.
std::vector<bool> on_front(const Eigen::MatrixXd& costs);

/// By row, the first row of the front that dominates it; its own place for one on the front.
std::vector<std::size_t> dominators(const Eigen::MatrixXd& costs, const std::vector<bool>& front);

/// How many times as many worlds would make a share of resamples `membership` as sure as 95 % or 5 %, if the difference
/// that it rests on stays what it is: a share is Phi(z), z grows with the square root of their number. At least 1;
/// infinite for 1/2.
double worlds_to_settle(double membership);

}  // namespace poldyn::analysis
