#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace poldyn {

/// Why a text could not be had, and what its user may do.
struct TextFault {
  std::string problem;  ///< "no such file"
  std::string remedy;
};

/// Where texts stand that name each other, as scenarios do by `extends`: files on a disk (sim/disk), or texts handed
/// in, where there is no disk.
class TextStore {
 public:
  virtual ~TextStore() = default;

  /// Who names a text: a person, who may name a pipe, or another text, which may not.
  enum class Asker { user, text };

  /// The whole text of this name, of at most `limit` bytes. A missing one's remedy names the nearest name.
  virtual std::variant<std::string, TextFault> read(const std::string& name, std::size_t limit, Asker asker) const = 0;
  /// The same for all names of one text.
  virtual std::string identity(const std::string& name) const = 0;
  /// What is called `other` in the text `name` is called outside of it: names are relative to the text they stand in.
  virtual std::string beside(const std::string& name, const std::string& other) const = 0;
};

/// Texts that were handed in, by name. Names are paths with /, as in files.
class MemoryTexts : public TextStore {
 public:
  explicit MemoryTexts(std::map<std::string, std::string> texts);

  std::variant<std::string, TextFault> read(const std::string& name, std::size_t limit, Asker asker) const override;
  std::string identity(const std::string& name) const override;
  std::string beside(const std::string& name, const std::string& other) const override;

 private:
  std::map<std::string, std::string> texts_;  ///< by identity
};

/// A path with / without "." and without ".." where it can be: "layers/../base.toml" is "base.toml".
std::string normal_path(std::string_view path);

}  // namespace poldyn
