#include "sim/policy/contradictions.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "sim/base/elementary.h"
#include "sim/base/identity.h"
#include "sim/policy/control_faults.h"
#include "sim/policy/deadline_faults.h"
#include "sim/policy/fault_text.h"
#include "sim/policy/incentive_faults.h"
#include "sim/policy/money_faults.h"
#include "sim/policy/policy_faults.h"
#include "sim/policy/rule_faults.h"
#include "sim/policy/score_faults.h"
#include "sim/policy/staffing_faults.h"
#include "sim/policy/standards_faults.h"
#include "sim/policy/tender_pace.h"

namespace poldyn {
namespace {

// A mechanism that is switched off must not bring a contradiction up: attribution switches each off by itself.
// So every rule here that asks for a mechanism asks that it be on.

/// More tenders than this in one run are a mistaken growth rate.
constexpr double most_tenders = 1e9;

/// More samples than this in one run are a mistaken interval: a century of hours has 876,600.
constexpr double most_samples = 1e6;

/// More descendants of one vendor than this are a mistaken rate of spin-offs.
constexpr double most_descendants = 1e9;

/// "a, b and c are 0".
std::string all_zero(std::vector<std::string> keys) {
  const std::string last = keys.back();
  keys.pop_back();
  return keys.empty() ? last + " is 0" : joined(keys) + " and " + last + " are 0";
}

double sum(const std::vector<double>& weights) { return std::accumulate(weights.begin(), weights.end(), 0.0); }

/// Where `name` stands among `names`, or their number.
std::size_t index_of(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

std::size_t index_in(const std::vector<BlocRules>& blocs, const BlocRules& bloc) {
  return static_cast<std::size_t>(&bloc - blocs.data());
}

class ContradictionCheck {
 public:
  ContradictionCheck(const Scenario& scenario, const RulesSince& since)
      : s_(scenario), since_(since), years_(scenario.run.horizon.count() / days_per_year) {}

  std::vector<Fault> all() {
    whole();
    run();
    technology();
    domains();
    paradigms();
    vendor_classes_of_all();
    for (const auto& bloc : s_.blocs) {
      population(bloc);
      for (const auto& stage : bloc.stages) this->stage(bloc, stage);
      tracks(bloc);
      registration(bloc);
      filings(bloc);
      procurement(bloc);
      programmes(bloc);
      compliance(bloc);
    }
    return std::move(faults_);
  }

 private:
  void add(std::string path, std::string message, std::string remedy = "") {
    faults_.push_back({std::move(path), std::move(message), std::move(remedy)});
  }
  static std::string at(const BlocRules& bloc, const char* below) { return "bloc." + bloc.name + "." + below; }

  void whole() {
    if (s_.blocs.empty()) add("bloc", "a scenario needs a bloc", "add a table [bloc.north]");
    if (s_.domains.empty()) add("domain", "a scenario needs a domain of use", "add a table [domain.general]");
    if (s_.blocs.size() > max_blocs) add("bloc", "there are more than " + std::to_string(max_blocs) + " blocs");
    if (s_.domains.size() > max_domains)
      add("domain", "there are more than " + std::to_string(max_domains) + " domains");
    twice(s_.blocs, "bloc");
    twice(s_.domains, "domain");
    const auto lives = [&](const BlocRules& b) {
      return b.population.vendors > 0 || (s_.mechanisms.entry && b.population.entry_rate_per_year > 0);
    };
    // With entry switched off for attribution an empty start is the answer that was asked for.
    if (!s_.blocs.empty() && s_.mechanisms.entry && !s_.mechanisms.filings &&
        std::none_of(s_.blocs.begin(), s_.blocs.end(), lives))
      add(at(s_.blocs.front(), "population.vendors"), "no bloc has a vendor and none enters: nothing would happen",
          "give a bloc vendors or an entry_rate");
  }

  template <class List>
  void twice(const List& list, const std::string& what) {
    std::vector<std::uint64_t> known;
    for (const auto& one : list) {
      const std::uint64_t identity = identity_of(one.name);
      const auto same = static_cast<std::size_t>(std::find(known.begin(), known.end(), identity) - known.begin());
      known.push_back(identity);
      if (same + 1 == known.size()) continue;
      const std::string& other = list[same].name;
      add(what + "." + one.name,
          other == one.name ? "the name stands twice" : "random streams cannot tell the name from '" + other + "'",
          "give one of them another name");
    }
  }

  void run() {
    const auto& r = s_.run;
    if (!(r.horizon.count() > 0)) add("run.horizon", "nothing would be simulated", "write horizon = \"10 y\"");
    if (const double samples = r.horizon / r.sample_interval; samples > most_samples)
      add("run.sample_interval",
          "a run would have " + text(std::floor(samples)) + " samples, of which each holds every metric of every bloc",
          "take a longer interval: at most " + text(most_samples) + " samples are kept");
    if (r.sample_interval > r.horizon)
      add("run.sample_interval",
          "is longer than run.horizon (" + text(r.horizon.count()) + " d): nothing would be sampled",
          "take a shorter interval or a longer horizon");
    if (r.warmup >= r.horizon)
      add("run.warmup", "leaves nothing of run.horizon (" + text(r.horizon.count()) + " d)",
          "take a shorter warmup or a longer horizon");
  }

  void technology() {
    const auto& t = s_.technology;
    if (t.epistasis >= t.bits)
      add("technology.epistasis", "a bit has only bits - 1 = " + std::to_string(t.bits - 1) + " others to depend on",
          "lower epistasis or raise technology.bits");
    if (t.jump_bits > t.bits)
      add("technology.jump_bits", "a design has only technology.bits = " + std::to_string(t.bits) + " bits to redraw",
          "lower jump_bits or raise technology.bits");
  }

  void domains() {
    double demand = 0;
    std::vector<std::string> known;
    for (const auto& bloc : s_.blocs) known.push_back(bloc.name);
    for (const auto& domain : s_.domains) {
      demand += domain.rule.demand_weight;
      for (const auto& name : domain.rule.outside_envelope_of)
        if (index_of(known, name) == known.size())
          add("domain." + domain.name + ".outside_envelope_of", "there is no bloc '" + name + "'",
              "blocs of the scenario: " + joined(known));
    }
    if (s_.domains.empty() || demand > 0) return;
    std::vector<std::string> weights;
    for (const auto& domain : s_.domains) weights.push_back("domain." + domain.name + ".demand_weight");
    add(weights.front(), "no domain has any demand: " + all_zero(weights), "give a domain a demand_weight above 0");
  }

  void paradigms() {
    if (s_.paradigms.size() > max_paradigms)
      add("paradigm", "there are more than " + std::to_string(max_paradigms) + " paradigms");
    twice(s_.paradigms, "paradigm");
    if (s_.mechanisms.paradigms && s_.paradigms.size() > 1 && s_.technology.bits > 61)
      add("technology.bits", "a design has at most 61 bits where there are paradigms", "write bits = 61");
  }

  static bool has_members(const BlocRules& bloc, std::size_t vendor_class) {
    const auto& shares = bloc.population.class_shares;
    return vendor_class < shares.size() && shares[vendor_class] > 0;
  }

  /// Of a class as some bloc's vendors are; `path` is its table's.
  void vendor_class(const VendorClassRule& c, const std::string& path) {
    if (!s_.mechanisms.projects || !s_.mechanisms.search || c.unmodified) return;
    if (!(c.local + c.long_jump + c.imitate + c.adopt > 0))
      add(path + ".local",
          "the propensities local, long_jump, imitate and adopt are all 0: the class has no way to search",
          "give one of them a weight above 0");
  }

  void vendor_classes_of_all() {
    for (std::size_t i = 0; i < vendor_classes; ++i) {
      const std::string name(names_of<VendorClass>[i]);
      bool shared = false;
      for (const BlocRules& bloc : s_.blocs) {
        if (!has_members(bloc, i)) continue;
        if (const auto own = own_class(bloc, static_cast<VendorClass>(i)))
          vendor_class(bloc.classes[*own].rule, at(bloc, "class.") + name);
        else
          shared = true;
      }
      if (shared) vendor_class(s_.classes[i], "class." + name);
    }
  }

  void population(const BlocRules& bloc) {
    const auto& p = bloc.population;
    const double growth = (p.spinoff_rate_per_year - p.exit_hazard_per_year) * years_;
    if (s_.mechanisms.entry && p.spinoff_rate_per_year > 0 && growth > log(most_descendants))
      add(at(bloc, "population.spinoff_rate"), "each vendor could become e^" + text(growth) + " over the horizon",
          "lower it; population.exit_hazard works against it");
    if (p.class_shares.size() != vendor_classes)
      add(at(bloc, "population.class_shares"),
          "needs one weight for each of the classes frontier, derivative, integrator",
          "write class_shares = [0.1, 0.5, 0.4]");
    else if (!(sum(p.class_shares) > 0))
      add(at(bloc, "population.class_shares"), "all weights are 0", "give a class a weight above 0");
    if (p.region_weights.empty()) return;
    if (std::cmp_not_equal(p.region_weights.size(), p.regions))
      add(at(bloc, "population.region_weights"),
          "has " + std::to_string(p.region_weights.size()) + " weights for regions = " + std::to_string(p.regions),
          "give each region a weight, or write [] to make them equal");
    else if (!(sum(p.region_weights) > 0))
      add(at(bloc, "population.region_weights"), "all weights are 0", "give a region a weight above 0");
  }

  void stage(const BlocRules& bloc, const Named<StageRule>& stage) {
    const std::string path = at(bloc, "stage.") + stage.name + ".";
    const StageRule& r = stage.rule;
    if (r.decisions_per_window > 0 && !(r.window.count() > 0))
      add(path + "decisions_per_window", "there are no decision dates", "set window, or decisions_per_window = 0");
    if (r.window_offset.count() > 0 && !(r.window.count() > 0))
      add(path + "window_offset", "there are no decision dates", "set window, or window_offset = 0");
    else if (r.window_offset > r.window)
      add(path + "window_offset", "lies beyond the first window of " + text(r.window.count()) + " d",
          "take an offset between 0 and window");
    if (r.return_to.empty()) return;
    if (index_of(names_in(bloc.stages), r.return_to) == bloc.stages.size())
      add(path + "return_to", "there is no stage '" + r.return_to + "'",
          "stages of the bloc: " + joined(names_in(bloc.stages)));
    else
      for (const auto& track : bloc.tracks) returns(stage, track, path + "return_to");
  }

  /// A filing goes back along its own track.
  void returns(const Named<StageRule>& stage, const Named<TrackRule>& track, const std::string& path) {
    const auto& chain = track.rule.stages;
    if (chain.size() > max_stages) return;  // told of the track
    const std::size_t here = index_of(chain, stage.name);
    if (here < chain.size() && index_of(chain, stage.rule.return_to) > here)
      add(path,
          "'" + stage.rule.return_to + "' does not come before '" + stage.name + "' in track." + track.name + " (" +
              joined(chain) + ")",
          "name this stage or an earlier one of the track, or write \"\" for this one");
  }

  static std::string track_path(const BlocRules& bloc, const std::string& track) {
    return at(bloc, "track.") + track + ".stages";
  }

  /// A parameter that names a track of the bloc.
  void names_track(const BlocRules& bloc, const char* key, const std::string& name) {
    if (!find_track(bloc, name))
      add(at(bloc, key), "there is no track '" + name + "'", "tracks of the bloc: " + joined(names_in(bloc.tracks)));
  }

  void named_tracks(const BlocRules& bloc) {
    names_track(bloc, "registration.change_track", bloc.registration.change_track);
    names_track(bloc, "registration.renewal_track", bloc.registration.renewal_track);
    names_track(bloc, "filings.track", bloc.filings.track);
    names_track(bloc, "tolerance.reapproval_track", bloc.tolerance.reapproval_track);
  }

  void tracks(const BlocRules& bloc) {
    if (bloc.stages.size() > max_stages)
      add(at(bloc, "stage"), "a bloc has at most " + std::to_string(max_stages) + " stages", "join some of them");
    if (bloc.tracks.size() > max_tracks)
      add(at(bloc, "track"), "a bloc has at most " + std::to_string(max_tracks) + " tracks", "join some of them");
    twice(bloc.stages, at(bloc, "stage"));
    twice(bloc.tracks, at(bloc, "track"));
    twice(bloc.rules, at(bloc, "rule"));
    twice(bloc.classes, at(bloc, "class"));
    if (bloc.rules.size() > max_rules)
      add(at(bloc, "rule"), "a bloc has at most " + std::to_string(max_rules) + " rules", "join some of them");
    named_tracks(bloc);
    for (const auto& track : bloc.tracks) this->track(bloc, track);
  }

  void track(const BlocRules& bloc, const Named<TrackRule>& track) {
    const auto& chain = track.rule.stages;
    if (chain.size() > max_stages)  // told before each of them is looked at
      return add(track_path(bloc, track.name), "a track has at most " + std::to_string(max_stages) + " stages",
                 "join some of them");
    const auto known = names_in(bloc.stages);
    for (std::size_t k = 0; k < chain.size(); ++k) {
      if (index_of(known, chain[k]) == known.size())
        add(track_path(bloc, track.name), "there is no stage '" + chain[k] + "'",
            "stages of the bloc: " + joined(known));
      else if (index_of(chain, chain[k]) < k)
        add(track_path(bloc, track.name), "stage '" + chain[k] + "' stands twice",
            "give the second visit a stage of its own, with another name");
    }
  }

  void needs(const BlocRules& bloc, const std::string& track, const std::string& why, const std::string& otherwise) {
    const TrackRule* rule = find_track(bloc, track);
    if (rule && rule->stages.empty())
      add(track_path(bloc, track), "the track has no stages, but " + why, "give the track stages, or " + otherwise);
  }

  void registration(const BlocRules& bloc) {
    const auto& r = bloc.registration;
    if (bloc.procurement.registered_only && s_.mechanisms.procurement && s_.mechanisms.approval &&
        bloc.procurement.tenders_per_year > 0 && !gives_approvals(s_.mechanisms, bloc))
      add(at(bloc, "procurement.registered_only"), "nobody can bid, since " + none_approved(s_.mechanisms, bloc),
          has_rules(s_.mechanisms, bloc) ? "write a rule of duty approval, or registered_only = false"
                                         : "set registration.who, or registered_only = false");
    if (!s_.mechanisms.approval || r.who == WhoFiles::nobody || has_rules(s_.mechanisms, bloc)) return;
    const auto who = std::string(names_of<WhoFiles>[static_cast<std::size_t>(r.who)]);
    needs(bloc, "full", "registration.who = \"" + who + "\" files there", "write who = \"nobody\"");
    if (r.light_track && has_applications(s_, bloc))
      needs(bloc, "light", "applications on an approved base file there", "set registration.light_track = false");
    if (r.change_track != "full")
      needs(bloc, r.change_track, "registration.change_track files there", "write change_track = \"full\"");
    if (!s_.mechanisms.renewal || !(r.validity.count() > 0)) return;
    if (r.renewal_track != "full")
      needs(bloc, r.renewal_track, "renewals file there", "write registration.renewal_track = \"full\"");
    if (r.renewal_lead >= r.validity)
      add(at(bloc, "registration.renewal_lead"),
          "a renewal would be due before its approval, which holds for " + text(r.validity.count()) + " d",
          "take a renewal_lead below validity");
  }

  void filings(const BlocRules& bloc) {
    const auto& f = bloc.filings;
    if (s_.mechanisms.filings)
      needs(bloc, f.track, "mechanisms.filings sends filings there", "switch mechanisms.filings off");
    if (f.seasonal_amplitude > 0 && f.interarrival.kind != LawKind::exponential)
      add(at(bloc, "filings.seasonal_amplitude"), "seasons need exponential times between arrivals",
          "write interarrival = { dist = \"exponential\", mean = \"1 d\" }, or seasonal_amplitude = 0");
    if (!(sum(f.priority_weights) > 0))
      add(at(bloc, "filings.priority_weights"), "no class of priority has any weight", "write priority_weights = [1]");
  }

  void procurement(const BlocRules& bloc) {
    const auto& p = bloc.procurement;
    if (!s_.mechanisms.procurement || !(p.tenders_per_year > 0)) return;
    const double merit = (1 - p.preference) * (p.quality + p.price);
    const double preference = p.preference * (p.registration + p.domestic + p.local + p.affiliation + p.incumbency);
    if (!(p.noise > 0) && !(merit + preference > 0)) {
      std::vector<std::string> weights{"noise"};  // and those that count
      if (p.preference < 1) weights.insert(weights.end(), {"quality", "price"});
      if (p.preference > 0)
        weights.insert(weights.end(), {"registration", "domestic", "local", "affiliation", "incumbency"});
      add(at(bloc, "procurement.noise"),
          all_zero(weights) + " at preference = " + text(p.preference) + ": all scores would be equal",
          "give one of them a value above 0");
    }
    if (p.saturation > 0 && !(bloc.market.demand_per_year > 0))
      add(at(bloc, "procurement.saturation"), "a share of nothing, since market.demand is 0: no tender would come",
          "give users a demand, or write saturation = 0 for no limit");
    const double tenders = tenders_to_come(bloc);
    if (tenders > most_tenders)
      add(at(bloc, "procurement.growth"), "would make " + text(tenders) + " tenders over the horizon",
          "lower growth, tenders or run.horizon");
  }

  /// From when the rules hold; growth turns its curve where it is then.
  double tenders_to_come(const BlocRules& bloc) const {
    const BlocRules& before = since_.before ? since_.before->blocs[index_in(s_.blocs, bloc)] : bloc;
    const ProcurementRule& p = bloc.procurement;
    const MarketRule& m = bloc.market;
    Pace pace = tender_pace(p, m, turned(before.procurement.growth_per_year, p.growth_per_year, since_.years),
                            turned(before.market.demand_growth_per_year, m.demand_growth_per_year, since_.years));
    pace.swing = 0;
    return points_between(pace, std::min(since_.years, years_), years_);
  }

  void programmes(const BlocRules& bloc) {
    const auto& p = bloc.programmes;
    if (s_.mechanisms.programmes && p.share > 0 && p.interval > Days{0} && p.interval < Days{1})
      add(at(bloc, "programmes.interval"), "programmes cannot start more often than daily",
          "write an interval of 1 d or more, or 0 for one programme");
  }

  void compliance(const BlocRules& bloc) {
    const auto& zones = bloc.compliance.zones;
    if (!s_.mechanisms.compliance || zones.empty()) return;
    const std::string path = at(bloc, "compliance.zones");
    if (std::cmp_not_equal(zones.size(), bloc.population.regions))
      add(path,
          "has " + std::to_string(zones.size()) +
              " zones for population.regions = " + std::to_string(bloc.population.regions),
          "give each region a zone, or write [] to give each its own");
    for (const double zone : zones)
      if (zone != std::floor(zone)) {
        add(path, "a zone is a whole number, not " + text(zone), "write zones = [0, 1, ...]");
        return;
      }
  }

  const Scenario& s_;
  RulesSince since_;
  const double years_;  ///< of the run
  std::vector<Fault> faults_;
};

}  // namespace

std::vector<Fault> contradictions_of_rules(const Scenario& scenario, const RulesSince& since) {
  std::vector<Fault> faults = ContradictionCheck(scenario, since).all();
  find_money_faults(scenario, faults);
  find_standards_faults(scenario, faults);
  find_control_faults(scenario, faults);
  find_deadline_faults(scenario, faults);
  find_incentive_faults(scenario, faults);
  find_rule_faults(scenario, faults);
  find_staffing_faults(scenario, faults);
  find_score_faults(scenario, faults);
  return faults;
}

std::vector<Fault> contradictions(const Scenario& scenario) {
  std::vector<Fault> faults = contradictions_of_rules(scenario);
  find_policy_faults(scenario, faults);
  return faults;
}

}  // namespace poldyn
