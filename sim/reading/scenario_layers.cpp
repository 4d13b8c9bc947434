#include "sim/reading/scenario_layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "sim/reading/lookalikes.h"
#include "sim/reading/table_stack.h"
#include "sim/reading/trimmed.h"
#include "sim/reading/value_text.h"

namespace poldyn {
namespace {

constexpr std::size_t deepest_extends = 100;
constexpr std::size_t most_layers = 1000;

bool blank(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // byte order mark
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool binary(std::string_view text) {
  return text.starts_with("\x89HDF") || text.starts_with("PK\x03\x04") || text.starts_with("\xFF\xFE") ||
         text.starts_with("\xFE\xFF") || text.substr(0, 4096).find('\0') != std::string_view::npos;
}

class LayerLoading {
 public:
  explicit LayerLoading(const TextStore* store) : store_(store) {}

  Layers take() { return std::move(layers_); }

  /// Loads what `file` extends, then the file; a file that was read before, by another way, stays where it came first.
  /// `asked_at` is where another file named it, if one did.
  void load(const std::string& file, const Place& asked_at) {
    const std::string real = store_->identity(file);
    if (std::find(open_.begin(), open_.end(), real) != open_.end()) return circle(file, asked_at);
    if (read_.contains(real) || layers_.mistakes.size() >= most_mistakes) return;
    if (names_.size() >= deepest_extends) return too_many(asked_at, fmt::format("{} files deep", deepest_extends));
    if (read_.size() >= most_layers) return too_many(asked_at, fmt::format("to {} files", most_layers));
    const auto asker = asked_at.source ? TextStore::Asker::text : TextStore::Asker::user;
    auto read = store_->read(file, largest_scenario, asker);
    if (const auto* fault = std::get_if<TextFault>(&read)) return unreadable(file, *fault, asked_at);
    open_.push_back(real);
    read_.insert(real);
    names_.push_back(file);
    parse(file, std::move(std::get<std::string>(read)));
    open_.pop_back();
    names_.pop_back();
  }

  void add_text(std::string text, std::string name) {
    const auto source = std::make_shared<const Source>(Source{std::move(name), std::move(text), true});
    layers_.main = source;
    auto root = checked_parse(source);
    if (!root) return;
    if (const TomlNode* extends = root->find("extends"))
      blame(extends->value_at, "extends", "extends works only in a file", "paste the other text, or write a file");
    layers_.roots.push_back(std::move(*root));
  }

  void add_override(const std::string& text) {
    const auto stroke = text.find('=');
    const std::string_view key = std::string_view(text).substr(0, stroke);
    const auto shown = std::make_shared<const Source>(Source{"--set " + in_quotes(text, 200), text, false});
    const auto bad = [](char c) {
      return !(std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.');
    };
    if (stroke == std::string::npos || key.empty() || std::any_of(key.begin(), key.end(), bad) || key.front() == '.' ||
        key.back() == '.' || key.find("..") != key.npos)
      return usage(shown, "is not of the form key=value", "write --set bloc.north.procurement.preference=0.8");
    if (key == "extends")
      return usage(shown, "extends works only in a file", "name the other file instead of this one");
    if (auto root = override_tree(std::string(key), text.substr(stroke + 1), shown))
      layers_.roots.push_back(std::move(*root));
  }

 private:
  void parse(const std::string& file, std::string text) {
    const auto source = std::make_shared<const Source>(Source{file, std::move(text), true});
    auto root = checked_parse(source);
    if (root) extend(*root, file);
    layers_.main = source;
    layers_.files.push_back(source->name);
    if (root) layers_.roots.push_back(std::move(*root));
  }

  void extend(const TomlNode& root, const std::string& file) {
    const TomlNode* extends = root.find("extends");
    if (!extends) return;
    if (extends->kind != NodeKind::list || extends->children.empty()) return extend_one(*extends, file);
    for (const TomlNode& each : extends->children) extend_one(each, file);
  }

  void extend_one(const TomlNode& extends, const std::string& file) {
    const auto* name = std::get_if<std::string>(&extends.value);
    if (!name || name->empty() || name->find('\0') != std::string::npos)
      return blame(extends.value_at, "extends", fmt::format("extends = {} names no file", shown(extends)),
                   "write extends = \"base.toml\" or [\"base.toml\", \"layer.toml\"], relative to this file");
    load(store_->beside(file, *name), extends.value_at);
  }

  std::optional<TomlNode> checked_parse(const std::shared_ptr<const Source>& source) {
    const Place whole{source, 0, 0};
    if (blank(source->text)) {
      blame(whole, "", "the file is empty" + chain(), "`poldyn new` writes a scenario to start from");
      return std::nullopt;
    }
    if (binary(source->text)) {
      blame(whole, "", "is no text file" + chain(), "name a scenario file: TOML in the encoding UTF-8");
      return std::nullopt;
    }
    auto parsed = parse_toml(source);
    if (auto* root = std::get_if<TomlNode>(&parsed)) return std::move(*root);
    layers_.mistakes.push_back(std::move(std::get<Mistake>(parsed)));
    return std::nullopt;
  }

  /// Parses "key = value", and with `value` in quotes if it is no TOML: bare words and quantities are texts.
  std::optional<TomlNode> override_tree(const std::string& key, const std::string& value,
                                        const std::shared_ptr<const Source>& shown) {
    if (in_typographic_quotes(trimmed(value))) {
      usage(shown, "has a value in typographic quotes", lookalike_remedy(value));
      return std::nullopt;
    }
    const auto tree = [&](const std::string& written) {
      return parse_toml(std::make_shared<const Source>(Source{shown->name, key + " = " + written, false}));
    };
    auto parsed = tree(value);
    const bool one_key = std::holds_alternative<TomlNode>(parsed) && value.find('\n') == std::string::npos;
    if (one_key) return std::move(std::get<TomlNode>(parsed));
    const auto first = value.find_first_not_of(" \t");
    const bool started =
        first != std::string::npos && std::string_view("[{\"'").find(value[first]) != std::string_view::npos;
    if (started || first == std::string::npos) {
      const std::string remedy = lookalike_remedy_of_line(value);
      usage(shown, started ? "has a value that is not valid TOML" : "has no value",
            remedy.empty() ? "write key=0.8, key=\"60 d\" or key='[1, 2]'" : remedy);
      return std::nullopt;
    }
    const auto last = value.find_last_not_of(" \t");
    parsed = tree(toml_string(value.substr(first, last - first + 1)));
    if (auto* root = std::get_if<TomlNode>(&parsed)) return std::move(*root);
    usage(shown, std::get<Mistake>(parsed).problem, "write --set key=value");
    return std::nullopt;
  }

  void unreadable(const std::string& file, const TextFault& fault, const Place& asked_at) {
    const auto source = std::make_shared<const Source>(Source{file, "", true});
    if (!layers_.main) layers_.main = source;
    if (!asked_at.source) return blame({source, 0, 0}, "", fault.problem, fault.remedy, Blame::no_input);
    blame(asked_at, "extends", fmt::format("extends {}: {}{}", in_quotes(file, 200), fault.problem, chain()),
          fault.remedy, Blame::no_input);
  }

  void circle(const std::string& file, const Place& asked_at) {
    blame(asked_at, "extends", fmt::format("extends in a circle: {} -> {}", fmt::join(names_, " -> "), file),
          "take one extends out");
  }

  void too_many(const Place& asked_at, const std::string& where) {
    blame(asked_at, "extends", fmt::format("extends goes {}, which is the most", where), "join some of the files");
  }

  /// " (extended by b.toml, extended by a.toml)": how the reader came to the file that it reads now.
  std::string chain() const {
    std::string made;
    for (std::size_t i = names_.size(); i-- > 1;)
      made += fmt::format("{}extended by {}", made.empty() ? " (" : ", ", names_[i - 1]);
    return made.empty() ? made : made + ")";
  }

  void usage(const std::shared_ptr<const Source>& shown, std::string problem, std::string remedy) {
    blame({shown, 0, 0}, "", std::move(problem), std::move(remedy), Blame::usage);
  }
  void blame(const Place& place, std::string key, std::string problem, std::string remedy, Blame blame = Blame::data) {
    layers_.mistakes.push_back({place, std::move(key), std::move(problem), std::move(remedy), blame});
  }

  Layers layers_;
  const TextStore* store_;          // none: nothing can be loaded
  std::vector<std::string> open_;   // files being read, the one that the user named first
  std::set<std::string> read_;      // and those that have been
  std::vector<std::string> names_;  // and their names in messages
};

}  // namespace

Layers load_layers(const TextStore& store, const std::string& name, const std::vector<std::string>& overrides) {
  LayerLoading loading(&store);
  loading.load(name, {});
  for (const auto& text : overrides) loading.add_override(text);
  return loading.take();
}

Layers layers_of_text(std::string text, std::string name, const std::vector<std::string>& overrides) {
  LayerLoading loading(nullptr);
  loading.add_text(std::move(text), std::move(name));
  for (const auto& each : overrides) loading.add_override(each);
  return loading.take();
}

}  // namespace poldyn
