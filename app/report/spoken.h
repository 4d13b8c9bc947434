#pragma once

#include <string>

/// Numbers as a sentence has them.
namespace poldyn::app {

inline constexpr const char* minus = "\u2212";
inline constexpr const char* per_cent = "\u202f%";  ///< after a narrow space that does not break

/// Two significant digits, three of what begins with 1 or lies above 1,000: "5,840", "114", "0.27"; "−3.2".
std::string spoken(double x);
/// With "+" or "−".
std::string spoken_signed(double x);
/// "1.3 to 3.5": both at the places that the larger one has, or at as many as it takes to tell them apart.
std::string spoken_range(double low, double high);
/// At so many places that it does not look like an end of its interval; as spoken() if it has none.
std::string spoken_mean(double mean, double half_width);
/// At `decimals` places, with thousands set apart.
std::string spoken_at(double x, int decimals);
/// "78.73 ± 0.31" for a table: the half-width to two digits, the mean to the same place; the mean alone if there is no
/// half-width, "-" if there is no mean.
std::string tabled(double mean, double half_width, bool sign = false);
/// "about a third" of 0.2 to 0.7, else "12 %".
std::string share_of_whole(double share);
/// "one filing in seven", "nearly every filing", "62 % of filings": of one thing and of several.
std::string one_in(double share, const std::string& one, const std::string& several);
/// Whether one_in() speaks of one: "one project in six is", "40 % of the projects are".
bool told_as_one(double share);
/// "ten years", "90 days".
std::string length_in_words(double days);
/// "ten"; the number itself beyond twelve.
std::string count_in_words(double n);
/// The same with a capital.
std::string capitalised(std::string text);
/// The same as it stands within a sentence.
std::string begun_small(std::string text);
/// "62 %", without decimals; "–" of what does not exist.
std::string spoken_share(double share);

}  // namespace poldyn::app
