#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "sim/policy/registration_rule.h"

namespace poldyn {

/// What a rule asks for: an approval before a model is deployed; a notice some time before; or a filing once it is
/// deployed, whose refusal takes it out of service.
enum class Duty : std::uint8_t { approval, notice, registration };
template <>
inline constexpr std::array<std::string_view, 3> names_of<Duty>{"approval", "notice", "registration"};

enum class RuleAffiliation : std::uint8_t { any, linked, independent };
template <>
inline constexpr std::array<std::string_view, 3> names_of<RuleAffiliation>{"any", "linked", "independent"};

enum class RuleFacing : std::uint8_t { any, yes, no };
template <>
inline constexpr std::array<std::string_view, 3> names_of<RuleFacing>{"any", "yes", "no"};

enum class RuleOrigin : std::uint8_t { any, home, foreign };
template <>
inline constexpr std::array<std::string_view, 3> names_of<RuleOrigin>{"any", "home", "foreign"};

enum class RuleKind : std::uint8_t { any, trained, application };
template <>
inline constexpr std::array<std::string_view, 3> names_of<RuleKind>{"any", "trained", "application"};

/// A bound of compute at the end of its range bounds nothing.
inline constexpr double no_compute_bound = 100;
/// Filings have the priority that their vendor has anyway: 0 if it is state-linked, else 1.
inline constexpr std::int64_t priority_by_affiliation = -1;

/// One rule of a bloc: whom it binds, from when on, and what it asks of them.
struct FilingRule {
  bool in_force = true;
  Duty duty = Duty::approval;
  std::vector<std::string> classes;
  RuleAffiliation affiliation = RuleAffiliation::any;
  RuleFacing public_facing = RuleFacing::any;
  RuleOrigin origin = RuleOrigin::any;
  RuleKind kind = RuleKind::any;
  double compute_above = -no_compute_bound;
  double compute_below = no_compute_bound;
  double takes_part = 1;
  Days exempt_until{0};
  Days grace{0};
  std::string family;
  std::string track = "full";
  std::string light_track = "light";
  std::string change_track = "full";
  std::string renewal_track = "light";
  std::int64_t priority = priority_by_affiliation;
  double change_bits = 0;
  double change_oom = 0.3;
  Days notification{0};
  Days validity{0};
  Days renewal_lead{180};
  Existing existing = Existing::grandfathered;
  Days transition{180};
  bool covers_weights = true;

  static constexpr auto params() {
    using F = FilingRule;
    return std::to_array<ParamRow>({
        row<&F::in_force>("in_force", "whether the rule binds anybody; a policy may switch it", by_design()),
        row<&F::duty>("duty", "an approval before deployment, a notice, or a filing once it is deployed", by_design()),
        row<&F::classes>("classes", Unit::none, {}, "classes of vendor that it binds; empty binds all", by_design()),
        row<&F::affiliation>("affiliation", "whether it binds state-linked vendors, or the others", by_design()),
        row<&F::public_facing>("public_facing",
                               "whether it binds vendors whose products the public uses, or the others", by_design()),
        row<&F::origin>("origin", "whether it binds models whose lineage began in the bloc, or in another",
                        by_design()),
        row<&F::kind>("kind", "whether it binds trained models, or applications of an unmodified base", by_design()),
        row<&F::compute_above>("compute_above", Unit::compute, {-no_compute_bound, no_compute_bound},
                               "training compute above which it binds; the least value bounds nothing",
                               sourced("1e25 FLOP for general-purpose models, docs/model.md 7.30", -2, 4)),
        row<&F::compute_below>("compute_below", Unit::compute, {-no_compute_bound, no_compute_bound},
                               "training compute up to which it binds; the greatest value bounds nothing",
                               assumed(-2, 4)),
        row<&F::takes_part>("takes_part", Unit::share, {0, 1},
                            "share of vendors that it binds at all, drawn once for each: a voluntary regime",
                            by_design()),
        row<&F::exempt_until>("exempt_until", Unit::day, {0, 36525}, "date from which it binds", by_design()),
        row<&F::grace>("grace", Unit::day, {0, 36525},
                       "time that a vendor has from the first model that meets its conditions until it binds",
                       sourced("6 to 36 months between a law and its application, docs/model.md 7.30", 0, 1096)),
        row<&F::family>("family", "rules of one family are one filing; empty is a family of its own", by_design()),
        row<&F::track>("track", "track of a first filing", by_design()),
        row<&F::light_track>("light_track", "track of an application on an approved base", by_design()),
        row<&F::change_track>("change_track", "track of a material change to an approved model", by_design()),
        row<&F::renewal_track>("renewal_track", "track of a renewal", by_design()),
        row<&F::priority>("priority", Unit::count, {-1, 3},
                          "class of priority of its filings; -1 is 0 for state-linked vendors and 1 for others",
                          by_design()),
        row<&F::change_bits>("change_bits", Unit::bit, {0, 64},
                             "changed bits of the design above which an update is material", assumed(0, 8)),
        row<&F::change_oom>("change_oom", Unit::oom, {0, 100},
                            "gain in mean capability above which an update is material", assumed(0.1, 1)),
        row<&F::notification>("notification", Unit::day, {0, 36525},
                              "wait after a notice, or after notifying a change that is not material", assumed(0, 30)),
        row<&F::validity>(
            "validity", Unit::day, {0, 36525}, "time until its approval expires; 0 never",
            sourced("12 months (FedRAMP 20x) to 5 years (conformity certificates), data/figures.csv", 365, 1826)),
        row<&F::renewal_lead>("renewal_lead", Unit::day, {0, 36525}, "time before expiry at which renewal is filed",
                              assumed(30, 365)),
        row<&F::existing>("existing", "models in service when it comes to bind them: they stay, or file", by_design()),
        row<&F::transition>("transition", Unit::day, {0, 36525},
                            "time from then until models without approval leave the market", assumed(0, 730)),
        row<&F::covers_weights>("covers_weights",
                                "whether open weights wait for it; if not, they are out when training "
                                "ends",
                                by_design()),
    });
  }
};

/// What a rule looks at.
struct RuleSubject {
  VendorClass cls{};
  bool affiliated = false;
  bool public_facing = false;
  bool application = false;  ///< of an unmodified base
  bool foreign = false;      ///< its lineage began in another bloc
  double compute_oom = 0;
};

/// Whether what the rule says of a model and its vendor holds, whatever the date. "Above" means above: compute equal to
/// the threshold is not.
inline bool is_about(const FilingRule& rule, const RuleSubject& of) {
  using A = RuleAffiliation;
  using F = RuleFacing;
  using O = RuleOrigin;
  using K = RuleKind;
  if (rule.affiliation != A::any && (rule.affiliation == A::linked) != of.affiliated) return false;
  if (rule.public_facing != F::any && (rule.public_facing == F::yes) != of.public_facing) return false;
  if (rule.origin != O::any && (rule.origin == O::foreign) != of.foreign) return false;
  if (rule.kind != K::any && (rule.kind == K::application) != of.application) return false;
  if (rule.compute_above > -no_compute_bound && !(of.compute_oom > rule.compute_above)) return false;
  if (rule.compute_below < no_compute_bound && !(of.compute_oom <= rule.compute_below)) return false;
  const std::string_view name = names_of<VendorClass>[static_cast<std::size_t>(of.cls)];
  return rule.classes.empty() || std::find(rule.classes.begin(), rule.classes.end(), name) != rule.classes.end();
}

/// Whether an update of an approved model must be filed again.
inline bool is_material(const FilingRule& rule, int changed_bits, double gain_oom) {
  return changed_bits > rule.change_bits || gain_oom > rule.change_oom;
}

/// A rule that asks what `common` says of every rule, of all models: what a rule's table starts from.
FilingRule common_part(const RegistrationRule& common);
/// The rule that a bloc has where no table of rules stands: that of registration.who.
FilingRule registration_as_rule(const RegistrationRule& registration);

}  // namespace poldyn
